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
  /** The end of the year 9999: RFC 3339 has no later time, and no sum overflows. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private static final long MICROS = 1_000_000;

  /**
   * A reply to {@code TIME}: seconds and microseconds.
   *
   * @throws RuntimeException if it is something else
   */
  static ServerTime of(List<?> reply, long askedAt) {
    return new ServerTime(instant(number(reply.get(0)), number(reply.get(1))), askedAt);
  }

  /**
   * An instant since 1970.
   *
   * @throws IllegalArgumentException if it is not in the years 1970 to 9999
   */
  static Instant instant(long seconds, long micros) {
    if (seconds < 0 || seconds > LAST_SECOND || micros < 0 || micros >= MICROS) {
      throw new IllegalArgumentException("not a time");
    }
    return Instant.ofEpochSecond(seconds, micros * 1000);
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
