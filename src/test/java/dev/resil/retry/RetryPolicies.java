package dev.resil.retry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random policies; the ends of every range, where arithmetic may fail, are frequent. */
public final class RetryPolicies {
  /** The longest duration of resil, 292 years. */
  public static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private RetryPolicies() {}

  /** Policies without durations longer than the given one. */
  public static Arbitrary<RetryPolicy> policies(Duration longest) {
    return Combinators.combine(
            Arbitraries.longs().between(1, 30).optional().map(RetryPolicies::limit),
            backoffs(longest),
            jitters(),
            durations(longest),
            durations(longest),
            durations(longest).filter(d -> !d.isZero()).optional(0.3),
            durations(longest).filter(d -> !d.isZero()).optional(0.3))
        .as(RetryPolicies::policy);
  }

  private static RetryPolicy policy(
      OptionalLong limit,
      Backoff backoff,
      Jitter jitter,
      Duration maxDelay,
      Duration splay,
      Optional<Duration> maxElapsed,
      Optional<Duration> resetAfter) {
    return new RetryPolicy(
        limit,
        backoff,
        jitter,
        base(backoff),
        maxDelay,
        splay,
        maxElapsed,
        resetAfter,
        Optional.empty());
  }

  private static OptionalLong limit(Optional<Long> limit) {
    return limit.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /** The first delay of a backoff. */
  public static Duration base(Backoff backoff) {
    return switch (backoff) {
      case Backoff.Exponential(Duration base, double factor) -> base;
      case Backoff.Linear(Duration base) -> base;
      case Backoff.Constant(Duration base) -> base;
      case Backoff.Fibonacci(Duration base) -> base;
      case Backoff.Listed(List<Duration> delays) -> delays.getFirst();
    };
  }

  static Arbitrary<Duration> durations(Duration longest) {
    return Arbitraries.longs().between(0, longest.toNanos()).map(Duration::ofNanos);
  }

  static Arbitrary<Backoff> backoffs(Duration longest) {
    Arbitrary<Duration> bases = durations(longest);
    return Arbitraries.oneOf(
        Combinators.combine(bases, factors()).as(Backoff.Exponential::new),
        bases.map(Backoff.Linear::new),
        bases.map(Backoff.Constant::new),
        bases.map(Backoff.Fibonacci::new),
        bases.list().ofMinSize(1).ofMaxSize(5).map(Backoff.Listed::new));
  }

  private static Arbitrary<Double> factors() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(1, 10),
        Arbitraries.of(1.0, 1.0000001, 1e18, 1e300, Double.MAX_VALUE));
  }

  static Arbitrary<Jitter> jitters() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(0, 1).map(Jitter.Factor::new),
        Arbitraries.of(
            new Jitter.None(), new Jitter.Full(), new Jitter.Equal(), new Jitter.Decorrelated()));
  }
}
