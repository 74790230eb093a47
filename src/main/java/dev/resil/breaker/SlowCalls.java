package dev.resil.breaker;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Which calls are slow, and their effect.
 *
 * @param longerThan longer calls are slow; not negative
 * @param percent the percentage of slow calls in the window that opens the breaker, independent of
 *     the failure rate; above 0, at most 100. Empty: a slow call counts as failed
 */
public record SlowCalls(Duration longerThan, OptionalDouble percent) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public SlowCalls {
    longerThan = PolicyChecks.clamped("slow_call", longerThan);
    percent.ifPresent(value -> PolicyChecks.percent("slow_rate", value));
  }
}
