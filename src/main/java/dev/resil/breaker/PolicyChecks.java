package dev.resil.breaker;

import java.time.Duration;

/** Checks shared by policies. A message begins with the member's name in a state file. */
final class PolicyChecks {
  private PolicyChecks() {}

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s %d: must be at least %d".formatted(name, value, least));
    }
  }

  static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s %d: must be between %d and %d".formatted(name, value, least, most));
    }
  }

  static void percent(String name, double value) {
    // written so that NaN fails as well
    if (!(value > 0 && value <= 100)) {
      throw new IllegalArgumentException(
          "%s %s: must be above 0 and at most 100".formatted(name, value));
    }
  }

  /** The duration, capped at the longest one of a policy. */
  static Duration clamped(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("%s: must not be negative".formatted(name));
    }
    return value.compareTo(BreakerPolicy.LONGEST) > 0 ? BreakerPolicy.LONGEST : value;
  }
}
