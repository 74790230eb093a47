package dev.resil.cli.options;

import dev.resil.retry.Backoff;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** When and how often to try again. A field that is null was not given. */
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
      description = "Attempts at most, the first included, or 'unlimited' (default: 3).")
  private OptionalLong maxAttempts;

  @Option(names = "--forever", description = "No end to the attempts, as with '-n unlimited'.")
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
          "Cap on every delay, jitter included; 0 for none (default: 60s, none with --delays).")
  private Duration maxDelay;

  @Option(
      names = "--exponential-base",
      paramLabel = "F",
      converter = Converters.Factor.class,
      description = "Growth of each delay over the last, 1 or more (default: 2).")
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
      description = "The delays themselves, the last one repeated, instead of a backoff.")
  private List<Duration> delays;

  @Option(
      names = {"-j", "--jitter"},
      paramLabel = "J",
      converter = Converters.JitterConverter.class,
      completionCandidates = CompletionCandidates.Jitters.class,
      description = {
        "Spread of each delay: a factor from 0 to 1, uniform in delay*(1-J)..delay*(1+J);"
            + " none; full (0..delay); equal (delay/2..delay); or decorrelated"
            + " (base..3*previous) (default: 0.1)."
      })
  private Jitter jitter;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Converters.Seed.class,
      description = "Make the jitter repeatable, in 'run' as in 'plan'.")
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
          "Limit of all attempts and delays together: an attempt is cut off at it, a delay that"
              + " would end past it is not begun.")
  private Duration maxElapsed;

  @Option(
      names = "--reset-after",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "An attempt that lived at least D starts the backoff afresh.")
  private Duration resetAfter;

  /** The formulas that {@code --backoff} offers. */
  enum BackoffKind {
    EXPONENTIAL,
    LINEAR,
    CONSTANT,
    FIBONACCI
  }

  /** What {@code --seed} says. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /**
   * The policy that these options describe.
   *
   * @throws UsageException where they contradict one another
   */
  public RetryPolicy toPolicy() {
    rejectContradictions();
    return new RetryPolicy(
        attemptLimit(),
        toBackoff(),
        jitter == null ? new Jitter.Factor(DEFAULT_JITTER) : jitter,
        firstDelay(),
        cap(),
        splay == null ? Duration.ZERO : splay,
        positive(maxElapsed),
        positive(resetAfter));
  }

  private void rejectContradictions() {
    if (forever && maxAttempts != null && maxAttempts.isPresent()) {
      throw UsageException.contradiction("--forever", "--max-attempts", "leave one out");
    }
    if (delays != null) {
      rejectBesideDelays("--base-delay", baseDelay);
      rejectBesideDelays("--backoff", backoff);
      rejectBesideDelays("--exponential-base", exponentialBase);
      if (jitter instanceof Jitter.Decorrelated) {
        throw UsageException.contradiction(
            "--delays", "--jitter decorrelated", "that jitter makes delays of its own");
      }
    }
    if (exponentialBase != null && backoff != null && backoff != BackoffKind.EXPONENTIAL) {
      throw UsageException.contradiction(
          "--exponential-base", "--backoff " + Converters.name(backoff), "leave one out");
    }
    if (backoff != null && jitter instanceof Jitter.Decorrelated) {
      throw UsageException.contradiction(
          "--backoff", "--jitter decorrelated", "that jitter makes delays of its own");
    }
  }

  private static void rejectBesideDelays(String option, Object value) {
    if (value != null) {
      throw UsageException.contradiction(
          "--delays", option, "--delays says every delay; leave one out");
    }
  }

  private OptionalLong attemptLimit() {
    if (forever) {
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
    if (delays != null) {
      return new Backoff.Listed(delays);
    }
    return switch (backoff == null ? BackoffKind.EXPONENTIAL : backoff) {
      case EXPONENTIAL ->
          new Backoff.Exponential(
              base(), exponentialBase == null ? DEFAULT_FACTOR : exponentialBase);
      case LINEAR -> new Backoff.Linear(base());
      case CONSTANT -> new Backoff.Constant(base());
      case FIBONACCI -> new Backoff.Fibonacci(base());
    };
  }

  /** A cap that nobody asked for must not shorten delays that somebody did ask for. */
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
