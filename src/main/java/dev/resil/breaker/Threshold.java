package dev.resil.breaker;

import java.time.Duration;

/** When a CLOSED breaker opens. */
public sealed interface Threshold {
  /** The longest list of calls that a window can have; each takes one byte in the state file. */
  int MAX_CALLS = 10_000;

  /**
   * Opens after so many failures without a success between them.
   *
   * @param failures at least 1
   */
  record Consecutive(int failures) implements Threshold {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException where {@code failures} is below 1
     */
    public Consecutive {
      PolicyChecks.atLeast("failure_threshold", failures, 1);
    }
  }

  /**
   * Opens once the share of failed calls in a window is reached, as Resilience4j's sliding windows
   * do: the rate is looked at after every call, the successful ones included.
   *
   * @param span which calls are looked at
   * @param failurePercent above 0, at most 100; reached means opened
   * @param minimumCalls at least 1: with fewer calls in the window the rate says nothing. Above the
   *     number of calls of a {@link LastCalls} it means that number
   */
  record Rate(Span span, double failurePercent, int minimumCalls) implements Threshold {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where a number is out of its range
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

  /** Which calls a rate is taken over. */
  sealed interface Span {}

  /**
   * The last calls, whenever they were.
   *
   * @param calls 1 to {@value Threshold#MAX_CALLS}
   */
  record LastCalls(int calls) implements Span {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException where {@code calls} is out of it
     */
    public LastCalls {
      PolicyChecks.between("window", calls, 1, MAX_CALLS);
    }
  }

  /**
   * The calls of the last so many minutes. They are counted in equal parts of that time, so a
   * window forgets a part at once.
   *
   * @param time at least 1 ms; longer than {@link BreakerPolicy#LONGEST} means that
   * @param parts how many parts, 1 to {@link Window#BUCKETS}
   */
  record LastTime(Duration time, int parts) implements Span {
    /** In as many parts as a window has. */
    public LastTime(Duration time) {
      this(time, Window.BUCKETS);
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where {@code time} is shorter than 1 ms
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
