package dev.resil.redis;

import dev.resil.state.StateException;
import dev.resil.tls.TlsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asks a server whether it is there. */
public final class RedisPing {
  /** Longer than any wait. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private RedisPing() {}

  /**
   * Sends a PING.
   *
   * @param limit of the connection and of its reply; empty for none
   * @return why there was no answer, or not the right one; empty if all is well
   */
  public static Optional<String> send(RedisAddress address, Optional<Duration> limit) {
    RedisAddress patient = address.within(limit.filter(RedisPing::fits).orElse(LONGEST));
    RedisFailures failures = new RedisFailures(patient);
    try (RedisServers servers = new RedisServers(patient)) {
      Object reply =
          servers
              .exchange(
                  "resil".getBytes(StandardCharsets.UTF_8),
                  List.of(RedisCommand.of(Protocol.Command.PING)))
              .first();
      return reply instanceof JedisDataException error
          ? Optional.of(words(patient, failures.of(error)))
          : Optional.empty();
    } catch (TlsException e) {
      return Optional.of(e.getMessage());
    } catch (IOException | RuntimeException e) {
      return Optional.of(words(patient, failures.of(e)));
    }
  }

  private static boolean fits(Duration limit) {
    return limit.compareTo(LONGEST) < 0 && limit.toMillis() > 0;
  }

  /** Without the address, which the condition shows. */
  private static String words(RedisAddress address, StateException failure) {
    return failure.getMessage().replace("state on " + address + ": ", "");
  }
}
