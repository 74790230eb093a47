package dev.resil.cli.options;

import dev.resil.retry.Backoff;
import dev.resil.retry.FailureLimit;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The retry options. A null field was not given. */
public final class RetryOptions {
  private static final long DEFAULT_MAX_ATTEMPTS = 3;
  private static final Duration DEFAULT_BASE_DELAY = Duration.ofMillis(100);
  private static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(60);
  private static final double DEFAULT_FACTOR = 2;
  private static final double DEFAULT_JITTER = 0.1;

  @Option(
      names = {"-n", "--max-attempts"},
      paramLabel = "N",
      converter = Converters.AttemptLimit.class,
      completionCandidates = CompletionCandidates.Attempts.class,
      description = "Maximum number of attempts, including the first, or 'unlimited' (default: 3).")
  private OptionalLong maxAttempts;

  @Option(names = "--forever", description = "Retry without limit, like '-n unlimited'.")
  private boolean forever;

  @Option(
      names = {"-b", "--base-delay"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Delay after the first failed attempt (default: 100ms).")
  private Duration baseDelay;

  @Option(
      names = "--max-delay",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Maximum delay, including jitter; 0 for none (default: 60s, none with --delays).")
  private Duration maxDelay;

  @Option(
      names = "--exponential-base",
      paramLabel = "F",
      converter = Converters.Factor.class,
      description = "Growth factor from one delay to the next, 1 or more (default: 2).")
  private Double exponentialBase;

  @Option(
      names = "--backoff",
      paramLabel = "KIND",
      converter = Converters.BackoffKindConverter.class,
      description = "exponential, linear, constant or fibonacci (default: exponential).")
  private BackoffKind backoff;

  @Option(
      names = "--delays",
      paramLabel = "D,D,...",
      hideParamSyntax = true,
      split = ",",
      converter = Converters.Time.class,
      description = "Explicit delays instead of a backoff; the last one repeats.")
  private List<Duration> delays;

  @Option(
      names = {"-j", "--jitter"},
      paramLabel = "J",
      converter = Converters.JitterConverter.class,
      completionCandidates = CompletionCandidates.Jitters.class,
      description = {
        "Random spread of each delay: a factor from 0 to 1, uniform in"
            + " delay*(1-J)..delay*(1+J); none; full (0..delay); equal (delay/2..delay); or"
            + " decorrelated (base..3*previous) (default: 0.1)."
      })
  private Jitter jitter;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Converters.Seed.class,
      description = "Seed of the jitter: the same seed gives the same delays, in 'run' and 'plan'.")
  private Long seed;

  @Option(
      names = "--splay",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Wait a random time up to D before the first attempt.")
  private Duration splay;

  @Option(
      names = {"-T", "--max-elapsed"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Time limit of the run: an attempt still running at the limit is stopped, and a delay"
              + " or splay that would end after it is not started. A fallback and the hooks"
              + " after it have limits of their own.")
  private Duration maxElapsed;

  @Option(
      names = "--reset-after",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Restart the backoff after an attempt that ran for at least D.")
  private Duration resetAfter;

  @Option(
      names = "--max-failures",
      paramLabel = "N/D",
      converter = Converters.Failures.class,
      description =
          "Give up after N failures within D, such as 5/10m, however long the run has lasted;"
              + " replaces the default of --max-attempts.")
  private FailureLimit maxFailures;

  /** The formulas of {@code --backoff}. */
  enum BackoffKind {
    EXPONENTIAL,
    LINEAR,
    CONSTANT,
    FIBONACCI
  }

  /** The value of {@code --seed}. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** The policy that these options describe. */
  public RetryPolicy toPolicy() {
    return new RetryPolicy(
        attemptLimit(),
        toBackoff(),
        jitter == null ? new Jitter.Factor(DEFAULT_JITTER) : jitter,
        firstDelay(),
        cap(),
        splay == null ? Duration.ZERO : splay,
        positive(maxElapsed),
        positive(resetAfter),
        Optional.ofNullable(maxFailures));
  }

  private OptionalLong attemptLimit() {
    if (forever || (maxAttempts == null && maxFailures != null)) {
      return OptionalLong.empty();
    }
    return maxAttempts == null ? OptionalLong.of(DEFAULT_MAX_ATTEMPTS) : maxAttempts;
  }

  private Duration base() {
    return baseDelay == null ? DEFAULT_BASE_DELAY : baseDelay;
  }

  private Duration firstDelay() {
    return delays == null ? base() : delays.getFirst();
  }

  private Backoff toBackoff() {
    return delays == null
        ? backoff(backoff, base(), exponentialBase == null ? DEFAULT_FACTOR : exponentialBase)
        : new Backoff.Listed(delays);
  }

  /** A backoff by a formula; exponential without a kind. */
  static Backoff backoff(BackoffKind kind, Duration base, double factor) {
    return switch (kind == null ? BackoffKind.EXPONENTIAL : kind) {
      case EXPONENTIAL -> new Backoff.Exponential(base, factor);
      case LINEAR -> new Backoff.Linear(base);
      case CONSTANT -> new Backoff.Constant(base);
      case FIBONACCI -> new Backoff.Fibonacci(base);
    };
  }

  /** The default maximum must not shorten delays that were given explicitly. */
  private Duration cap() {
    if (maxDelay == null) {
      return delays == null ? DEFAULT_MAX_DELAY : Durations.MAX;
    }
    return maxDelay.isZero() ? Durations.MAX : maxDelay;
  }

  private static Optional<Duration> positive(Duration duration) {
    return Optional.ofNullable(duration).filter(d -> !d.isZero());
  }
}
