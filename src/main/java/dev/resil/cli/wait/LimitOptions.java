package dev.resil.cli.wait;

import dev.resil.cli.options.Converters;
import dev.resil.outcome.OutcomeSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the end of a wait. */
final class LimitOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DEFAULT_MAX_ELAPSED = Duration.ofSeconds(60);

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Time limit of each check of a condition; 0 for none (default: 5s).")
  private Duration timeout;

  @Option(
      names = {"-T", "--max-elapsed"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Time limit of the whole wait; 0 for none (default: 60s).")
  private Duration maxElapsed;

  @Option(
      names = "--fail-fast",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "Give up at these outcomes of a check: status:N, status:5xx, dns, connect, tls, read,"
              + " timeout, exit:N of a command line, header~REGEX or body~REGEX of a response; the"
              + " exit code is that of 'resil http' or of the command line.")
  private List<OutcomeSet> failFast = new ArrayList<>();

  Optional<Duration> timeout() {
    return positive(timeout, DEFAULT_TIMEOUT);
  }

  Optional<Duration> maxElapsed() {
    return positive(maxElapsed, DEFAULT_MAX_ELAPSED);
  }

  OutcomeSet failFast() {
    return failFast.stream().reduce(OutcomeSet.NONE, OutcomeSet::and);
  }

  private static Optional<Duration> positive(Duration given, Duration usual) {
    return Optional.of(given == null ? usual : given).filter(time -> !time.isZero());
  }
}
