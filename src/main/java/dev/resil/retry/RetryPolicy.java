package dev.resil.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When and how often a failed attempt is retried. Immutable. Which failures are retried is decided
 * elsewhere.
 *
 * @param maxAttempts the most attempts, including the first one, from 1; empty for no limit
 * @param backoff how delays grow
 * @param jitter how delays are randomised
 * @param base the first delay of the backoff, from which decorrelated jitter starts
 * @param maxDelay cap on every delay, including jitter
 * @param splay the longest random wait before the first attempt; zero for none
 * @param maxElapsed time limit of the whole run, from its first attempt on
 * @param resetAfter an attempt that ran at least this long restarts the backoff
 * @param failureLimit how many failures in how short a time end the run
 */
public record RetryPolicy(
    OptionalLong maxAttempts,
    Backoff backoff,
    Jitter jitter,
    Duration base,
    Duration maxDelay,
    Duration splay,
    Optional<Duration> maxElapsed,
    Optional<Duration> resetAfter,
    Optional<FailureLimit> failureLimit) {

  /**
   * The bits of a seed chosen by resil: every JSON reader keeps a number of 53 bits exact (RFC
   * 8259, section 6), so that the seed of a report can be passed to another run.
   */
  public static final long SEED_BITS = (1L << 53) - 1;

  /** Whether another attempt may follow this one, counted from 1. */
  public boolean allowsAttemptAfter(long attempt) {
    return maxAttempts.isEmpty() || attempt < maxAttempts.getAsLong();
  }

  /** Whether an attempt ran long enough to restart the backoff. */
  public boolean resetsAfter(Duration lived) {
    return resetAfter.isPresent() && lived.compareTo(resetAfter.get()) >= 0;
  }
}
