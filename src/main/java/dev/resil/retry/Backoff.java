package dev.resil.retry;

import java.time.Duration;
import java.util.List;

/**
 * The delay after the n-th failed attempt in a row, before jitter. Computed in floating point,
 * which does not overflow; {@link RetryPolicy} caps the result.
 */
public sealed interface Backoff {
  /**
   * The delay in nanoseconds, from 0 to infinity, never NaN.
   *
   * @param failures the number of failed attempts since the backoff started, from 1
   */
  double nanosAfter(long failures);

  /** {@code base·factor^(n−1)}: with factor 2 the classic "binary exponential backoff". */
  record Exponential(Duration base, double factor) implements Backoff {
    @Override
    public double nanosAfter(long failures) {
      // 0 · ∞ would be NaN
      return base.isZero()
          ? 0
          : (double) base.toNanos() * Math.pow(factor, (double) (failures - 1));
    }
  }

  /** {@code base·n}. */
  record Linear(Duration base) implements Backoff {
    @Override
    public double nanosAfter(long failures) {
      return (double) base.toNanos() * (double) failures;
    }
  }

  /** Always the base. */
  record Constant(Duration base) implements Backoff {
    @Override
    public double nanosAfter(long failures) {
      return (double) base.toNanos();
    }
  }

  /** {@code base·F(n)} with F = 1, 1, 2, 3, 5, 8, …. */
  record Fibonacci(Duration base) implements Backoff {
    /** F(1476) is the largest that fits into a double; from there on the sequence is infinite. */
    private static final long LAST_FINITE = 1476;

    @Override
    public double nanosAfter(long failures) {
      if (base.isZero()) {
        return 0;
      }
      double previous = 0;
      double current = 1;
      for (long n = Math.min(failures, LAST_FINITE + 1); n > 1; n--) {
        double next = previous + current;
        previous = current;
        current = next;
      }
      return (double) base.toNanos() * current;
    }
  }

  /** A list of delays; the last one repeats. */
  record Listed(List<Duration> delays) implements Backoff {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Listed {
      delays = List.copyOf(delays);
      if (delays.isEmpty()) {
        throw new IllegalArgumentException("no delays");
      }
    }

    @Override
    public double nanosAfter(long failures) {
      return (double) delays.get((int) Math.min(failures, delays.size()) - 1).toNanos();
    }
  }
}
