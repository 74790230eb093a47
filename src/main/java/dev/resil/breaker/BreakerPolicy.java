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
 */
public record BreakerPolicy(
    Threshold threshold,
    Optional<SlowCalls> slow,
    Duration recoveryTimeout,
    int halfOpenMaxCalls,
    int successThreshold) {

  /** The longest duration in a policy, a hundred years: long enough, and no sum overflows. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  /** Five failures in a row open, 30 s later up to three probes at a time, two successes close. */
  public static final BreakerPolicy DEFAULT =
      new BreakerPolicy(
          new Threshold.Consecutive(5), Optional.empty(), Duration.ofSeconds(30), 3, 2);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException where a number is out of its range, or a slow rate has no
   *     window to be taken over
   */
  public BreakerPolicy {
    recoveryTimeout = Range.clamped("recovery_timeout", recoveryTimeout);
    Range.atLeast("half_open_max_calls", halfOpenMaxCalls, 1);
    Range.atLeast("success_threshold", successThreshold, 1);
    if (threshold instanceof Threshold.Consecutive
        && slow.filter(s -> s.percent().isPresent()).isPresent()) {
      throw new IllegalArgumentException("slow_rate: needs a window to be taken over");
    }
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
