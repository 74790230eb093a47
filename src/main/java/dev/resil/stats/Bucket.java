package dev.resil.stats;

import java.time.Duration;

/**
 * What durations are counted as: the least of those that are taken for the same, in microseconds.
 * That is HdrHistogram's {@code lowestEquivalentValue} with two significant digits, so that what is
 * read differs by less than 1 % from what was; computed here, since a run that only counts needs
 * nothing else of it.
 */
final class Bucket {
  static final int DIGITS = 2;

  /** 8.9 years, in microseconds: what is longer counts as that. */
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
