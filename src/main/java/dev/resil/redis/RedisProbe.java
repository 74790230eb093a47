package dev.resil.redis;

import dev.resil.state.StateException;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Protocol;

/** Asks the servers of an address as a run does, and measures how long they take. */
public final class RedisProbe {
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final RedisLink link;
  private final RedisAddress address;
  private final byte[] key;

  private RedisProbe(RedisAddress address) {
    this.address = address;
    this.link = new RedisCalls(address, new RedisFailures(address));
    this.key = new RedisKeys(address.prefix()).record("doctor", "probe");
  }

  /**
   * The time of two answers.
   *
   * @param first including connection and login
   * @param next to a write, over the same connection
   */
  public record Answered(Duration first, Duration next) {}

  /**
   * Asks twice; the key that is written expires at once.
   *
   * @throws StateException if an answer does not come, or is an error
   */
  public static Answered ask(RedisAddress address) throws StateException {
    RedisProbe probe = new RedisProbe(address);
    Duration first = probe.time(RedisCommand.of(Protocol.Command.TIME));
    Duration next =
        probe.time(RedisCommand.of(Protocol.Command.SET, probe.key, "", "PX", KEPT.toMillis()));
    return new Answered(first, next);
  }

  private Duration time(RedisCommand command) throws StateException {
    long start = System.nanoTime();
    link.ask(key, List.of(command), TransactionLimit.in(address.timeout()));
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
