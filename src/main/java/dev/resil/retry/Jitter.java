package dev.resil.retry;

import java.util.random.RandomGenerator;

/**
 * Randomises a delay, so that clients that failed together do not retry together. {@code full},
 * {@code equal} and {@code decorrelated} are those of M. Brooker, "Exponential Backoff and Jitter",
 * AWS Architecture Blog, 2015.
 */
public sealed interface Jitter {
  /**
   * A delay with jitter, in nanoseconds.
   *
   * @param delay the backoff's delay, already capped
   * @param base the first delay of the backoff
   * @param previous the previous delay with its jitter; at first the base
   * @param random the source of randomness
   */
  double apply(double delay, double base, double previous, RandomGenerator random);

  /** The delay unchanged. */
  record None() implements Jitter {
    @Override
    public double apply(double delay, double base, double previous, RandomGenerator random) {
      return delay;
    }
  }

  /** Uniform in delay·(1 ± factor), factor 0–1. */
  record Factor(double factor) implements Jitter {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the factor is not between 0 and 1
     */
    public Factor {
      if (!(factor >= 0 && factor <= 1)) {
        throw new IllegalArgumentException("must be between 0 and 1");
      }
    }

    @Override
    public double apply(double delay, double base, double previous, RandomGenerator random) {
      return delay * (1 + factor * (2 * random.nextDouble() - 1));
    }
  }

  /** Uniform in 0…delay. */
  record Full() implements Jitter {
    @Override
    public double apply(double delay, double base, double previous, RandomGenerator random) {
      return delay * random.nextDouble();
    }
  }

  /** Uniform in delay/2…delay. */
  record Equal() implements Jitter {
    @Override
    public double apply(double delay, double base, double previous, RandomGenerator random) {
      return delay / 2 * (1 + random.nextDouble());
    }
  }

  /** Uniform in base…3·previous, whatever the backoff. */
  record Decorrelated() implements Jitter {
    @Override
    public double apply(double delay, double base, double previous, RandomGenerator random) {
      double upper = Math.max(base, 3 * previous);
      return base + (upper - base) * random.nextDouble();
    }
  }
}
