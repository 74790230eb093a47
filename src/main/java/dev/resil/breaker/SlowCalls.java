package dev.resil.breaker;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Which calls are slow, and what that does.
 *
 * @param longerThan a call that took longer than this is slow; not negative
 * @param percent above 0, at most 100: the share of slow calls in the window that opens the
 *     breaker, apart from the failure rate. Empty: a slow call is counted as a failed one
 */
public record SlowCalls(Duration longerThan, OptionalDouble percent) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException where one is left
   */
  public SlowCalls {
    longerThan = PolicyChecks.clamped("slow_call", longerThan);
    percent.ifPresent(value -> PolicyChecks.percent("slow_rate", value));
  }
}
