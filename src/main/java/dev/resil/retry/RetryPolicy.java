package dev.resil.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When and how often a failed attempt is tried again. Immutable; says nothing about which failures.
 *
 * @param maxAttempts attempts at most, the first one included, from 1; empty for no end
 * @param backoff how delays grow
 * @param jitter how chance spreads them
 * @param base the first delay of the backoff, from which decorrelated jitter starts
 * @param maxDelay cap on every delay, jitter included
 * @param splay upper end of a random wait before the first attempt; zero for none
 * @param maxElapsed limit of the whole run, from its first attempt on
 * @param resetAfter an attempt that lived at least this long starts the backoff afresh
 */
public record RetryPolicy(
    OptionalLong maxAttempts,
    Backoff backoff,
    Jitter jitter,
    Duration base,
    Duration maxDelay,
    Duration splay,
    Optional<Duration> maxElapsed,
    Optional<Duration> resetAfter) {

  /**
   * The bits of a seed that resil chooses: a JSON number of 53 bits survives every reader (RFC
   * 8259, section 6), so that the seed of a report can be given to another run.
   */
  public static final long SEED_BITS = (1L << 53) - 1;

  /** Whether there may be an attempt after this one, counted from 1. */
  public boolean allowsAttemptAfter(long attempt) {
    return maxAttempts.isEmpty() || attempt < maxAttempts.getAsLong();
  }

  /** Whether an attempt lived long enough to start the backoff afresh. */
  public boolean resetsAfter(Duration lived) {
    return resetAfter.isPresent() && lived.compareTo(resetAfter.get()) >= 0;
  }
}
