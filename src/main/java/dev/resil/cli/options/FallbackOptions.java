package dev.resil.cli.options;

import dev.resil.cache.CacheKey;
import dev.resil.fallback.FallbackPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options for fallbacks and the output cache. A null field was not given. */
public final class FallbackOptions {
  /** The shortest time limit of a fallback, if only the run's time is limited. */
  private static final Duration LEAST = Duration.ofSeconds(10);

  @Option(
      names = "--fallback",
      paramLabel = "LINE",
      converter = TextConverters.ShellLine.class,
      description =
          "If the run fails or is rejected, run LINE with 'sh -c' and exit with its exit code."
              + " Its environment describes the failure: RESIL_EVENT_OUTCOME and more.")
  private String line;

  @Option(
      names = "--fallback-timeout",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Time limit of the --fallback command; 0 for none (default: none; with --max-elapsed,"
              + " the same time again, but at least 10s).")
  private Duration timeout;

  @Option(
      names = "--fallback-file",
      paramLabel = "FILE",
      description = "If the run fails or is rejected, write FILE to stdout and exit 0.")
  private String file;

  @Option(
      names = "--cache-ttl",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Cache a successful run's output, and print it for D instead of running anything.")
  private Duration ttl;

  @Option(
      names = "--stale-if-error",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Cache a successful run's output; if a later run fails or is rejected, print output"
              + " up to D old with a notice and exit 0.")
  private Duration stale;

  @Option(
      names = "--cache-key",
      paramLabel = "KEY",
      converter = TextConverters.Key.class,
      description =
          "Name of the cached output (default: derived from the command, its arguments and the"
              + " working directory, or from the request).")
  private String key;

  /** Whether output is cached. */
  public boolean keeps() {
    return isSome(ttl) || isSome(stale);
  }

  /**
   * The plan that these options describe; empty if none was given.
   *
   * @param usual the default key
   * @param maxElapsed the time limit of the run before the fallback
   */
  public Optional<FallbackPlan> toPlan(Supplier<CacheKey> usual, Optional<Duration> maxElapsed) {
    if (line == null && file == null && !keeps()) {
      return Optional.empty();
    }
    return Optional.of(
        new FallbackPlan(
            Optional.ofNullable(line),
            limit(maxElapsed),
            Optional.ofNullable(file),
            keeps()
                ? Optional.of(key == null ? usual.get() : CacheKey.named(key))
                : Optional.empty(),
            Optional.ofNullable(ttl).filter(FallbackOptions::isSome),
            Optional.ofNullable(stale).filter(FallbackOptions::isSome)));
  }

  /**
   * A run whose time is over may still need its fallback, so the fallback has a time limit of its
   * own.
   */
  private Optional<Duration> limit(Optional<Duration> maxElapsed) {
    return timeout == null
        ? maxElapsed.map(limit -> limit.compareTo(LEAST) < 0 ? LEAST : limit)
        : Optional.of(timeout).filter(FallbackOptions::isSome);
  }

  private static boolean isSome(Duration duration) {
    return duration != null && !duration.isZero();
  }
}
