package dev.resil.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket in whole numbers, so that no rounding accumulates: each attempt adds D
 * microseconds to the debt, and N of them are paid in each microsecond. This is GCRA with all times
 * multiplied by N.
 *
 * @param rate the rate in force
 * @param debt 0 for a full bucket, {@link Rate#capacity} for an empty one
 * @param at when the debt was this, in microseconds since 1970
 */
public record Bucket(Rate rate, long debt, long at) {
  /**
   * Two processes may read a server's clock this differently; a larger step back is a clock that
   * was set.
   */
  private static final long SLACK = 1_000_000;

  /** Keeps the debt within its range. */
  public Bucket {
    debt = Math.clamp(debt, 0, rate.capacity());
  }

  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
  }

  static Bucket full(Rate rate, Instant now) {
    return new Bucket(rate, 0, micros(now));
  }

  /** The bucket at a time, under a rate that may be new. */
  Bucket at(Instant time, Rate now) {
    long micros = micros(time);
    long left = left(Math.max(0, micros - at));
    long then = micros < at && at - micros <= SLACK ? at : micros;
    return now.equals(rate)
        ? new Bucket(rate, left, then)
        : new Bucket(now, converted(left, now), then);
  }

  private long left(long elapsed) {
    boolean paid = elapsed > debt / rate.attempts();
    return paid ? 0 : Math.max(0, debt - elapsed * rate.attempts());
  }

  /** The same time until the bucket is full. */
  private long converted(long left, Rate now) {
    long time = ceil(left, rate.attempts());
    return time > now.capacity() / now.attempts() ? now.capacity() : time * now.attempts();
  }

  /** How many attempts may begin. */
  public long permits() {
    return (rate.capacity() - debt) / rate.micros();
  }

  Bucket take() {
    return new Bucket(rate, Math.addExact(debt, rate.micros()), at);
  }

  /** The bucket without one of its attempts, which did not begin. */
  Bucket giveBack() {
    return new Bucket(rate, debt - rate.micros(), at);
  }

  /** The time until so many attempts may begin. */
  public Duration until(long permits) {
    long within = Math.min(permits, rate.burst());
    long excess = debt + within * rate.micros() - rate.capacity();
    long more = (permits - within) * rate.micros();
    long total = excess <= 0 ? more : saturated(excess, more);
    return Duration.ofNanos(1000 * Math.min(ceil(total, rate.attempts()), Long.MAX_VALUE / 1000));
  }

  private static long saturated(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static long ceil(long number, long divisor) {
    return number / divisor + (number % divisor == 0 ? 0 : 1);
  }
}
