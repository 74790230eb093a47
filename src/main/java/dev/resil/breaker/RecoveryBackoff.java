package dev.resil.breaker;

import java.time.Duration;

/**
 * How the time in OPEN grows while a service stays down: each reopening from HALF_OPEN multiplies
 * it, as Resilience4j's exponential interval function does. CLOSED starts afresh.
 *
 * @param factor the growth, 1 or more
 * @param max the longest time in OPEN; a longer recovery timeout is not shortened
 */
public record RecoveryBackoff(double factor, Duration max) {
  /** A reopened breaker waits up to this share less, so that the hosts of a fleet spread out. */
  private static final double SPREAD = 0.1;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the factor is below 1, or the time negative
   */
  public RecoveryBackoff {
    // written so that NaN fails as well
    if (!(factor >= 1 && factor <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "recovery_backoff %s: must be a number of 1 or more".formatted(factor));
    }
    max = PolicyChecks.clamped("max_recovery_timeout", max);
  }

  /**
   * The time in OPEN. Any process on any machine computes the same, since the end of OPEN becomes
   * part of the record.
   *
   * @param first the time after an opening from CLOSED
   * @param reopenings how often it has opened again since
   * @param jitter from 0 to 1; 1 for the shortest time
   */
  Duration after(Duration first, int reopenings, double jitter) {
    if (reopenings == 0 || first.isZero()) {
      return first;
    }
    double cap = (double) (max.compareTo(first) < 0 ? first : max).toNanos();
    double time = Math.min(cap, first.toNanos() * StrictMath.pow(factor, reopenings));
    return Duration.ofNanos((long) (time * (1 - SPREAD * jitter)));
  }
}
