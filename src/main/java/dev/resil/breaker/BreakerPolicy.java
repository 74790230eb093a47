package dev.resil.breaker;

import java.time.Duration;
import java.util.Optional;

/**
 * When a breaker opens and closes. A policy comes with each event, so callers of one breaker may
 * have different ones; the state keeps none.
 *
 * @param threshold what opens it
 * @param slow which calls are slow; empty: none is
 * @param recoveryTimeout how long it is OPEN before it is HALF_OPEN; not negative, and longer than
 *     {@link #LONGEST} means that
 * @param halfOpenMaxCalls at least 1: probes at the same time in HALF_OPEN
 * @param successThreshold at least 1: successes in HALF_OPEN that close it
 * @param quorum how many hosts must see it fail before it opens for all; empty: none is asked
 */
public record BreakerPolicy(
    Threshold threshold,
    Optional<SlowCalls> slow,
    Duration recoveryTimeout,
    int halfOpenMaxCalls,
    int successThreshold,
    Optional<Quorum> quorum) {

  /** The longest duration in a policy, a hundred years: long enough, and no sum overflows. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  /** Five failures in a row open, 30 s later up to three probes at a time, two successes close. */
  public static final BreakerPolicy DEFAULT =
      new BreakerPolicy(
          new Threshold.Consecutive(5), Optional.empty(), Duration.ofSeconds(30), 3, 2);

  /** What one host says of all its calls is no better for looking further back. */
  private static final int CALLS_OF_ONE_HOST = 100;

  /** A window of time is coarser for one of many hosts, so that a record stays small. */
  private static final int PARTS_OF_ONE_HOST = 6;

  /** A policy for which all hosts are one. */
  public BreakerPolicy(
      Threshold threshold,
      Optional<SlowCalls> slow,
      Duration recoveryTimeout,
      int halfOpenMaxCalls,
      int successThreshold) {
    this(threshold, slow, recoveryTimeout, halfOpenMaxCalls, successThreshold, Optional.empty());
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException where a number is out of its range, or a slow rate has no
   *     window to be taken over
   */
  public BreakerPolicy {
    recoveryTimeout = PolicyChecks.clamped("recovery_timeout", recoveryTimeout);
    PolicyChecks.atLeast("half_open_max_calls", halfOpenMaxCalls, 1);
    PolicyChecks.atLeast("success_threshold", successThreshold, 1);
    if (threshold instanceof Threshold.Consecutive
        && slow.filter(s -> s.percent().isPresent()).isPresent()) {
      throw new IllegalArgumentException("slow_rate: needs a window to be taken over");
    }
  }

  /** The policy for the breaker that a host has for itself. */
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
    return new BreakerPolicy(own, slow, recoveryTimeout, halfOpenMaxCalls, successThreshold);
  }

  boolean isSlow(Duration took) {
    return slow.filter(s -> took.compareTo(s.longerThan()) > 0).isPresent();
  }

  /** The share of slow calls that opens, or more than there can be. */
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
