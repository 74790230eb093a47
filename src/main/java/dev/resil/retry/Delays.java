package dev.resil.retry;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The sequence of delays of one run. The same policy and seed give the same delays, in a run as in
 * {@code resil plan}.
 */
public final class Delays {
  /** Gives the splay its own random stream, so that a splay does not change the delays. */
  private static final long SPLAY_STREAM = 0x5DEECE66DL;

  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final long seed;
  private long failures;
  private double previous;

  /** The delays of a run with this policy. */
  public Delays(RetryPolicy policy, long seed) {
    this.policy = policy;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    restart();
  }

  /** Restarts the backoff: the next delay is the first one again. */
  public void restart() {
    failures = 0;
    previous = (double) policy.base().toNanos();
  }

  /** The wait before the first attempt. */
  public Duration splay() {
    double chance = new SplittableRandom(seed ^ SPLAY_STREAM).nextDouble();
    return atMost(policy.splay(), chance * (double) policy.splay().toNanos());
  }

  /** The delay after another failed attempt: capped, jittered, and capped again. */
  public Duration next() {
    failures++;
    double cap = (double) policy.maxDelay().toNanos();
    double delay = Math.min(cap, policy.backoff().nanosAfter(failures));
    double jittered =
        policy.jitter().apply(delay, (double) policy.base().toNanos(), previous, random);
    previous = Math.min(cap, jittered);
    return atMost(policy.maxDelay(), previous);
  }

  /**
   * Rounds to whole nanoseconds. A double may exceed the long it was converted from, so the limit
   * is applied exactly.
   */
  private static Duration atMost(Duration limit, double nanos) {
    return Duration.ofNanos(Math.min(limit.toNanos(), (long) nanos));
  }
}
