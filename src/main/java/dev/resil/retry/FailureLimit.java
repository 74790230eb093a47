package dev.resil.retry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many failures in how short a time end a run, as systemd's start limit and Erlang's restart
 * intensity do.
 *
 * @param failures the number of failures, from 1 to {@value #MOST}
 * @param within the time from the first of them to the last; positive
 */
public record FailureLimit(int failures, Duration within) {
  /** The most failures, of which each run keeps the times. */
  public static final int MOST = 10_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FailureLimit {
    if (failures < 1 || failures > MOST || within.isZero() || within.isNegative()) {
      throw new IllegalArgumentException(
          "must be a number of failures from 1 to %d and a time, such as 5/10m".formatted(MOST));
    }
  }

  /** The failures of a run. */
  public static final class Count {
    private final FailureLimit limit;
    private final Deque<Long> times = new ArrayDeque<>();

    /** No failures yet. */
    public Count(FailureLimit limit) {
      this.limit = limit;
    }

    /**
     * Counts a failure.
     *
     * @param nanos its time, on a clock that is not set back
     * @return whether the limit is reached
     */
    public boolean add(long nanos) {
      times.addLast(nanos);
      if (times.size() < limit.failures()) {
        return false;
      }
      return nanos - times.removeFirst() <= limit.within().toNanos();
    }
  }
}
