package dev.resil.cli.options;

import dev.resil.cache.CacheKey;
import dev.resil.fallback.FallbackPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What answers in place of attempts. A field that is null was not given. */
public final class FallbackOptions {
  @Option(
      names = "--fallback",
      paramLabel = "LINE",
      description =
          "Where the run failed or was rejected, run LINE with 'sh -c'; its exit code is the run's."
              + " It finds RESIL_EVENT_OUTCOME and more in its environment.")
  private String line;

  @Option(
      names = "--fallback-file",
      paramLabel = "FILE",
      description = "Where the run failed or was rejected, write FILE to stdout and exit 0.")
  private String file;

  @Option(
      names = "--cache-ttl",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Keep a successful run's output, and answer with it for D instead of running anything.")
  private Duration ttl;

  @Option(
      names = "--stale-if-error",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Keep a successful run's output; where a run failed or was rejected, answer with one up"
              + " to D old, say so and exit 0.")
  private Duration stale;

  @Option(
      names = "--cache-key",
      paramLabel = "KEY",
      description =
          "Under which name it is kept (default: made from the command, its arguments and the"
              + " folder, or from the request).")
  private String key;

  /** The first of these options that writes to stdout what the attempts did not. */
  public Optional<String> writesToStdout() {
    return keeps()
        ? Optional.of(isSome(ttl) ? "--cache-ttl" : "--stale-if-error")
        : Optional.ofNullable(file).map(_ -> "--fallback-file");
  }

  /** Whether outputs are kept. */
  public boolean keeps() {
    return isSome(ttl) || isSome(stale);
  }

  /**
   * What these options say; empty where they say nothing.
   *
   * @param usual the key of what is run or asked for
   * @throws UsageException where they contradict one another
   */
  public Optional<FallbackPlan> toPlan(Supplier<CacheKey> usual) {
    if (line != null && line.isBlank()) {
      throw UsageException.wrongValue(
          "--fallback", line, "is empty; give a line for sh, or leave it out");
    } else if (line != null && file != null) {
      throw UsageException.contradiction("--fallback", "--fallback-file", "leave one out");
    } else if (key != null && ttl == null && stale == null) {
      throw new UsageException(
          "--cache-key: names what is kept; give --cache-ttl or --stale-if-error as well");
    } else if (key != null && key.isEmpty()) {
      throw UsageException.wrongValue("--cache-key", key, "is empty; give a name, or leave it out");
    }
    if (line == null && file == null && !keeps()) {
      return Optional.empty();
    }
    return Optional.of(
        new FallbackPlan(
            Optional.ofNullable(line),
            Optional.ofNullable(file),
            keeps()
                ? Optional.of(key == null ? usual.get() : CacheKey.named(key))
                : Optional.empty(),
            Optional.ofNullable(ttl).filter(FallbackOptions::isSome),
            Optional.ofNullable(stale).filter(FallbackOptions::isSome)));
  }

  private static boolean isSome(Duration duration) {
    return duration != null && !duration.isZero();
  }
}
