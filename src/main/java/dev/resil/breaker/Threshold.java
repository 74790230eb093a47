package dev.resil.breaker;

import java.time.Duration;

/** When a CLOSED breaker opens. */
public sealed interface Threshold {
  /** The most calls of a window; each takes one byte in the state file. */
  int MAX_CALLS = 10_000;

  /**
   * Opens after a number of consecutive failures.
   *
   * @param failures at least 1
   */
  record Consecutive(int failures) implements Threshold {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code failures} is below 1
     */
    public Consecutive {
      PolicyChecks.atLeast("failure_threshold", failures, 1);
    }
  }

  /**
   * Opens when the percentage of failed calls in a window is reached, like Resilience4j's sliding
   * windows: the rate is checked after every call, even a successful one.
   *
   * @param span the calls of the window
   * @param failurePercent the percentage that opens, above 0, at most 100
   * @param minimumCalls the fewest calls for which the rate counts, at least 1; capped at the
   *     number of calls of a {@link LastCalls}
   */
  record Rate(Span span, double failurePercent, int minimumCalls) implements Threshold {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public Rate {
      PolicyChecks.percent("failure_rate", failurePercent);
      PolicyChecks.atLeast("minimum_calls", minimumCalls, 1);
    }

    int enoughCalls() {
      return switch (span) {
        case LastCalls last -> Math.min(minimumCalls, last.calls());
        case LastTime _ -> minimumCalls;
      };
    }
  }

  /** The calls of a rate. */
  sealed interface Span {}

  /**
   * The last calls, whatever their age.
   *
   * @param calls 1 to {@value Threshold#MAX_CALLS}
   */
  record LastCalls(int calls) implements Span {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code calls} is out of range
     */
    public LastCalls {
      PolicyChecks.between("window", calls, 1, MAX_CALLS);
    }
  }

  /**
   * The calls of a recent period. They are counted in equal parts of it, so the window moves by one
   * part at a time.
   *
   * @param time at least 1 ms, at most {@link BreakerPolicy#LONGEST}
   * @param parts the number of parts, 1 to {@link Window#BUCKETS}
   */
  record LastTime(Duration time, int parts) implements Span {
    /** With the usual number of parts. */
    public LastTime(Duration time) {
      this(time, Window.BUCKETS);
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if {@code time} is shorter than 1 ms
     */
    public LastTime {
      PolicyChecks.between("parts", parts, 1, Window.BUCKETS);
      time = PolicyChecks.clamped("window", time);
      if (time.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException("window: must be at least 1ms");
      }
    }
  }
}
