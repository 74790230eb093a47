package dev.resil.breaker;

import java.time.Duration;
import java.util.Optional;

/**
 * When a breaker opens and closes. The policy is passed with each event, so callers of one breaker
 * may use different policies; it is not part of the state.
 *
 * @param threshold the condition that opens it
 * @param slow which calls are slow; empty for none
 * @param recoveryTimeout the time in OPEN before HALF_OPEN; not negative, at most {@link #LONGEST}
 * @param halfOpenMaxCalls the most concurrent probes in HALF_OPEN, at least 1
 * @param successThreshold the successes in HALF_OPEN that close it, at least 1
 * @param quorum how many hosts must see failures before it opens for all; empty without a quorum
 * @param recoveryBackoff how the time in OPEN grows; empty if it is always the recovery timeout
 */
public record BreakerPolicy(
    Threshold threshold,
    Optional<SlowCalls> slow,
    Duration recoveryTimeout,
    int halfOpenMaxCalls,
    int successThreshold,
    Optional<Quorum> quorum,
    Optional<RecoveryBackoff> recoveryBackoff) {

  /** The longest duration in a policy, a hundred years: long enough, and no sum overflows. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Opens after five failures in a row, permits up to three probes at a time after 30 s, and closes
   * after two successes.
   */
  public static final BreakerPolicy DEFAULT =
      new BreakerPolicy(
          new Threshold.Consecutive(5), Optional.empty(), Duration.ofSeconds(30), 3, 2);

  /** A larger window would not improve the judgement of one host. */
  private static final int CALLS_OF_ONE_HOST = 100;

  /** The parts of a time window of one host, fewer than usual to keep the record small. */
  private static final int PARTS_OF_ONE_HOST = 6;

  /** A policy without a quorum. */
  public BreakerPolicy(
      Threshold threshold,
      Optional<SlowCalls> slow,
      Duration recoveryTimeout,
      int halfOpenMaxCalls,
      int successThreshold) {
    this(
        threshold,
        slow,
        recoveryTimeout,
        halfOpenMaxCalls,
        successThreshold,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range, or a slow rate has no window
   */
  public BreakerPolicy {
    recoveryTimeout = PolicyChecks.clamped("recovery_timeout", recoveryTimeout);
    PolicyChecks.atLeast("half_open_max_calls", halfOpenMaxCalls, 1);
    PolicyChecks.atLeast("success_threshold", successThreshold, 1);
    if (threshold instanceof Threshold.Consecutive
        && slow.filter(s -> s.percent().isPresent()).isPresent()) {
      throw new IllegalArgumentException("slow_rate: requires a window");
    }
  }

  /** The policy for the breaker of one host. */
  BreakerPolicy ofOneHost() {
    Threshold own =
        switch (threshold) {
          case Threshold.Consecutive failures -> failures;
          case Threshold.Rate(Threshold.LastCalls(int calls), double percent, int minimum) ->
              new Threshold.Rate(
                  new Threshold.LastCalls(Math.min(calls, CALLS_OF_ONE_HOST)), percent, minimum);
          case Threshold.Rate(Threshold.LastTime last, double percent, int minimum) ->
              new Threshold.Rate(
                  new Threshold.LastTime(last.time(), PARTS_OF_ONE_HOST), percent, minimum);
        };
    return new BreakerPolicy(
        own,
        slow,
        recoveryTimeout,
        halfOpenMaxCalls,
        successThreshold,
        Optional.empty(),
        recoveryBackoff);
  }

  /** The time in OPEN of a breaker that opened by itself. */
  Duration timeInOpen(Phase.Hold.Recovery hold) {
    return recoveryBackoff
        .map(backoff -> backoff.after(recoveryTimeout, hold.reopenings(), hold.jitter()))
        .orElse(recoveryTimeout);
  }

  boolean isSlow(Duration took) {
    return slow.filter(s -> took.compareTo(s.longerThan()) > 0).isPresent();
  }

  /** The percentage of slow calls that opens, or infinity. */
  double slowPercent() {
    return slow.stream()
        .flatMapToDouble(s -> s.percent().stream())
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  boolean slowIsFailure() {
    return slow.filter(s -> s.percent().isEmpty()).isPresent();
  }
}
