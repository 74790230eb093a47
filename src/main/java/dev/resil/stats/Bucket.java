package dev.resil.stats;

import java.time.Duration;

/**
 * Buckets of durations, each named by its lowest value in microseconds. It equals HdrHistogram's
 * {@code lowestEquivalentValue} with two significant digits, so the error is below 1 %; computed
 * here, since a run that only counts needs nothing else of HdrHistogram.
 */
final class Bucket {
  static final int DIGITS = 2;

  /** 8.9 years, in microseconds; longer durations count as this one. */
  static final long MOST = 1L << 48;

  /** There are 256 buckets of a microsecond, then 128 for each doubling. */
  private static final int BITS = 8;

  private Bucket() {}

  static long of(long micros) {
    long value = Math.clamp(micros, 0, MOST);
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - BITS);
    return value >> shift << shift;
  }

  static long micros(Duration duration) {
    return Math.max(0, duration.toNanos() / 1000);
  }
}
