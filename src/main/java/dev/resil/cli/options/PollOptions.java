package dev.resil.cli.options;

import dev.resil.cli.options.RetryOptions.BackoffKind;
import dev.resil.retry.Backoff;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The delays between the checks of a condition: the options of a retry, with other defaults. */
public final class PollOptions {
  private static final Duration DEFAULT_BASE_DELAY = Duration.ofMillis(500);
  private static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(2);
  private static final double DEFAULT_FACTOR = 1.5;
  private static final double DEFAULT_JITTER = 0.1;

  @Option(
      names = {"-b", "--base-delay"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Delay after the first check of a condition (default: 500ms).")
  private Duration baseDelay;

  @Option(
      names = "--max-delay",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Maximum delay, including jitter; 0 for none (default: 2s, none with --delays).")
  private Duration maxDelay;

  @Option(
      names = "--exponential-base",
      paramLabel = "F",
      converter = Converters.Factor.class,
      description = "Growth factor from one delay to the next, 1 or more (default: 1.5).")
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
      description =
          "Random spread of each delay: a factor from 0 to 1, none, full, equal or decorrelated,"
              + " as in 'resil run' (default: 0.1).")
  private Jitter jitter;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Converters.Seed.class,
      description = "Seed of the jitter.")
  private Long seed;

  /** The value of {@code --seed}. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /**
   * The policy of one attempt, with these delays.
   *
   * @param maxElapsed the time limit of the whole
   */
  public RetryPolicy toPolicy(Optional<Duration> maxElapsed) {
    Duration base = baseDelay == null ? DEFAULT_BASE_DELAY : baseDelay;
    double factor = exponentialBase == null ? DEFAULT_FACTOR : exponentialBase;
    return new RetryPolicy(
        OptionalLong.of(1),
        delays == null ? RetryOptions.backoff(backoff, base, factor) : new Backoff.Listed(delays),
        jitter == null ? new Jitter.Factor(DEFAULT_JITTER) : jitter,
        delays == null ? base : delays.getFirst(),
        cap(),
        Duration.ZERO,
        maxElapsed,
        Optional.empty(),
        Optional.empty());
  }

  private Duration cap() {
    if (maxDelay == null) {
      return delays == null ? DEFAULT_MAX_DELAY : Durations.MAX;
    }
    return maxDelay.isZero() ? Durations.MAX : maxDelay;
  }
}
