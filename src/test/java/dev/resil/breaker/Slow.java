package dev.resil.breaker;

import java.time.Duration;
import java.util.OptionalDouble;

/** Shorthand for slow calls. */
public final class Slow {
  private Slow() {}

  /** Slow calls that count as failures. */
  public static SlowCalls asFailures(Duration longerThan) {
    return new SlowCalls(longerThan, OptionalDouble.empty());
  }

  /** Slow calls with a rate of their own. */
  public static SlowCalls atRate(Duration longerThan, double percent) {
    return new SlowCalls(longerThan, OptionalDouble.of(percent));
  }
}
