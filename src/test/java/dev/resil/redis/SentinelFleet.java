package dev.resil.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A primary with two replicas, and three Sentinels that watch it under the name {@code main}. */
public final class SentinelFleet implements AutoCloseable {
  private static final String NAME = "main";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final List<RedisServer> all = new ArrayList<>();
  private final RedisServer primary;
  private final List<RedisServer> sentinels = new ArrayList<>();

  /** Starts them and waits until all know each other. */
  public SentinelFleet(Path folder) {
    primary = started(RedisServer.start("--repl-diskless-sync-delay", "0"));
    for (int i = 0; i < 2; i++) {
      started(
          RedisServer.start(
              "--replicaof",
              "127.0.0.1 " + primary.port(),
              "--repl-diskless-sync-delay",
              "0",
              "--repl-diskless-load",
              "swapdb"));
    }
    await(
        "the replicas", () -> primary.cli("INFO", "replication").split("state=online").length == 3);
    for (int i = 0; i < 3; i++) {
      sentinels.add(started(RedisServer.sentinel(folder, NAME, primary.port())));
    }
    for (RedisServer sentinel : sentinels) {
      await(
          "the Sentinels",
          () -> {
            List<String> said = sentinel.cli("SENTINEL", "MASTER", NAME).lines().toList();
            return value(said, "num-slaves").equals("2")
                && value(said, "num-other-sentinels").equals("2");
          });
    }
  }

  private RedisServer started(RedisServer server) {
    all.add(server);
    return server;
  }

  private static String value(List<String> said, String key) {
    int at = said.indexOf(key);
    return at < 0 ? "" : said.get(at + 1);
  }

  private static void await(String what, BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited too long for " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** The ports of the Sentinels. */
  public List<Integer> sentinels() {
    return sentinels.stream().map(RedisServer::port).toList();
  }

  /** The URL of Sentinels on these ports. */
  public static String url(List<Integer> ports, String more) {
    return ports.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(",", "redis-sentinel://", "/" + NAME + more));
  }

  /** Kills the primary, as a power cut would. */
  public void killPrimary() {
    primary.kill();
  }

  /** Waits until all Sentinels name another primary that accepts writes. */
  public void awaitFailover() {
    for (RedisServer sentinel : sentinels) {
      await("the failover", () -> !named(sentinel).equals(Integer.toString(primary.port())));
    }
    RedisServer next =
        all.stream()
            .filter(server -> Integer.toString(server.port()).equals(named(sentinels.getFirst())))
            .findFirst()
            .orElseThrow();
    await("the new primary", () -> next.cli("INFO", "replication").contains("role:master"));
    await("its replica", () -> next.cli("INFO", "replication").contains("state=online"));
  }

  private static String named(RedisServer sentinel) {
    return sentinel
        .cli("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
        .lines()
        .skip(1)
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    all.reversed().forEach(RedisServer::close);
  }
}
