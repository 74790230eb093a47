package dev.resil.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three servers with a third of the keys each. */
public final class RedisCluster implements AutoCloseable {
  private static final int[] BOUNDS = {0, 5461, 10923, 16384};
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final List<RedisServer> servers = new ArrayList<>();

  /** Starts them and waits until all know each other. */
  public RedisCluster() {
    List<Integer> buses = new ArrayList<>();
    for (int i = 0; i + 1 < BOUNDS.length; i++) {
      int bus = RedisServer.freePort();
      buses.add(bus);
      RedisServer server =
          RedisServer.start(
              "--cluster-enabled",
              "yes",
              "--cluster-config-file",
              "resil-test-" + UUID.randomUUID() + ".nodes",
              "--cluster-port",
              Integer.toString(bus));
      servers.add(server);
      server.cli(
          "CLUSTER",
          "ADDSLOTSRANGE",
          Integer.toString(BOUNDS[i]),
          Integer.toString(BOUNDS[i + 1] - 1));
    }
    for (int i = 1; i < servers.size(); i++) {
      servers
          .getFirst()
          .cli(
              "CLUSTER",
              "MEET",
              "127.0.0.1",
              Integer.toString(servers.get(i).port()),
              Integer.toString(buses.get(i)));
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!servers.stream().allMatch(RedisCluster::isWhole)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the cluster does not form");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static boolean isWhole(RedisServer server) {
    String info = server.cli("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
  }

  /** Its servers. */
  public List<RedisServer> servers() {
    return servers;
  }

  /** The server that has a slot. */
  static int owner(int slot) {
    return IntStream.range(1, BOUNDS.length).filter(i -> slot < BOUNDS[i]).findFirst().orElseThrow()
        - 1;
  }

  /** Its URL, with servers on these ports. */
  public static String url(List<Integer> ports, String more) {
    return ports.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(",", "redis-cluster://", more));
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
