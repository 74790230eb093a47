package dev.resil.limit;

import java.time.Duration;

/**
 * A rate of attempts: N per D, evenly, and so many at once after a quiet time. In any time of
 * length D, at most N + burst begin.
 *
 * @param attempts N
 * @param per D, of whole microseconds
 * @param burst how many may begin at once
 */
public record Rate(int attempts, Duration per, int burst) {
  /** The most attempts per time, and at once. */
  public static final int MOST = 100_000;

  /** The shortest time that a rate is for. */
  public static final Duration SHORTEST = Duration.ofMillis(1);

  /** The longest time that a rate is for. */
  public static final Duration LONGEST = Duration.ofDays(366);

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public Rate {
    if (attempts < 1 || attempts > MOST) {
      throw new IllegalArgumentException("N must be a whole number from 1 to " + MOST);
    }
    if (per.compareTo(SHORTEST) < 0 || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("D must be from 1ms to 366d");
    }
    if (burst < 1 || burst > MOST) {
      throw new IllegalArgumentException("must be a whole number from 1 to " + MOST);
    }
    per = Duration.ofNanos(per.toNanos() / 1000 * 1000);
  }

  long micros() {
    return per.toNanos() / 1000;
  }

  /** The largest debt of a bucket. */
  long capacity() {
    return micros() * burst;
  }
}
