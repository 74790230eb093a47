package dev.resil.redis;

import dev.resil.state.StateException;
import dev.resil.tls.TlsException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** Calls to the servers of an address; failures become one-line messages. */
final class RedisCalls implements RedisLink {
  private static final int SCAN_COUNT = 1000;

  /** How long a thread waits for the next call: a short run needs only one. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final RedisAddress address;
  private final RedisFailures failures;
  private final Executor threads = threads();
  private Optional<RedisServers> servers = Optional.empty();

  /** Calls to an address; the first one connects. */
  RedisCalls(RedisAddress address, RedisFailures failures) {
    this.address = address;
    this.failures = failures;
  }

  /** A thread that does one call after another, and another one while a call does not return. */
  private static Executor threads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE.toMillis(),
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform().name("redis").daemon().factory());
  }

  private List<RedisConnection> servers() throws StateException {
    return use(RedisServers::all);
  }

  @Override
  public Replies ask(byte[] key, List<RedisCommand> commands, TransactionLimit limit)
      throws StateException {
    return checked(use(there -> there.exchange(key, commands), limit));
  }

  @Override
  public void tell(byte[] key, RedisCommand command, TransactionLimit limit) throws StateException {
    if (!postedAtOnce(key, command) && !use(there -> there.post(key, command, true), limit)) {
      ask(key, List.of(command), limit);
    }
  }

  /** Sends a command from this thread, if that cannot block: no other need wake up for it. */
  private boolean postedAtOnce(byte[] key, RedisCommand command) throws StateException {
    try {
      return servers.isPresent() && servers.get().post(key, command, false);
    } catch (IOException | RuntimeException e) {
      servers = Optional.empty();
      throw failures.of(e);
    }
  }

  private Replies ask(RedisConnection server, RedisCommand command) throws StateException {
    return checked(use(_ -> server.exchange(List.of(command))));
  }

  @Override
  public List<byte[]> keys(String pattern, Consumer<ServerTime> clock) throws StateException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (RedisConnection server : servers()) {
      Replies time = ask(server, RedisCommand.of(Protocol.Command.TIME));
      clock.accept(failures.reading(() -> ServerTime.of((List<?>) time.first(), time.sentAt())));
      String cursor = "0";
      do {
        Object reply =
            ask(
                    server,
                    RedisCommand.of(
                        Protocol.Command.SCAN, cursor, "MATCH", pattern, "COUNT", SCAN_COUNT))
                .first();
        cursor =
            failures.reading(() -> {
              List<?> parts = (List<?>) reply;
              // a scan may return a key twice
              ((List<?>) parts.get(1))
                  .forEach(key -> found.put(RedisKeys.text((byte[]) key), (byte[]) key));
              return RedisKeys.text((byte[]) parts.getFirst());
            });
      } while (!cursor.equals("0"));
    }
    return List.copyOf(found.values());
  }

  private Replies checked(Replies replies) throws StateException {
    for (Object reply : replies.each()) {
      if (reply instanceof JedisDataException error) {
        throw failures.of(error);
      }
    }
    return replies;
  }

  private interface Use<T> {
    T of(RedisServers servers) throws IOException;
  }

  private <T> T use(Use<T> use) throws StateException {
    return use(use, TransactionLimit.in(address.timeout()));
  }

  private <T> T use(Use<T> use, TransactionLimit limit) throws StateException {
    try {
      RedisServers there = servers.isPresent() ? servers.get() : new RedisServers(address);
      servers = Optional.of(there);
      return limit.within(threads, () -> use.of(there));
    } catch (TlsException e) {
      throw failures.failed(e.getMessage());
    } catch (IOException | RuntimeException e) {
      // a reply may still be on its way: the next command must not get it
      servers = Optional.empty();
      throw limit.passedEarly() ? failures.tooLate() : failures.of(e);
    }
  }

  @Override
  public void pause(Duration time) throws StateException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.failed("interrupted");
    }
  }
}
