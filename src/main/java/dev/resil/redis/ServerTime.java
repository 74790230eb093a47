package dev.resil.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The server's clock, extrapolated by this process's monotonic clock. It counts from the moment a
 * request was sent, so that it gives the server's time at which the next request will arrive.
 *
 * @param then the time in the reply
 * @param nanos when the request was sent, by {@link System#nanoTime}
 */
record ServerTime(Instant then, long nanos) {
  /** A reply to {@code TIME}: seconds and microseconds. */
  static ServerTime of(List<?> reply, long askedAt) {
    return new ServerTime(
        Instant.ofEpochSecond(number(reply.get(0)), number(reply.get(1)) * 1000), askedAt);
  }

  static long number(Object reply) {
    return reply instanceof byte[] digits
        ? Long.parseLong(new String(digits, StandardCharsets.US_ASCII))
        : (Long) reply;
  }

  Instant now() {
    return then.plusNanos(System.nanoTime() - nanos);
  }
}
