package dev.resil.cli.options;

import dev.resil.breaker.BreakerName;
import dev.resil.hook.HookLines;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is said about the run, and where. */
public final class ReportOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "No lines about attempts and delays.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "More lines: every attempt's start, duration and outcome.")
  private boolean verbose;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      converter = Converters.LogFormatConverter.class,
      description = "How those lines are written: text, or json, an object a line (default: text).")
  private LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--event-log",
      paramLabel = "FILE",
      description = "Add a JSON line for every event to FILE, '-' for stderr.")
  private String eventLog;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a JSON report of the run to FILE, '-' for stderr.")
  private String report;

  @Option(
      names = "--report-args",
      description = "Put the command's arguments into the report; they may hold secrets.")
  private boolean reportArguments;

  @Option(
      names = "--annotations",
      paramLabel = "CI",
      converter = Converters.AnnotationsConverter.class,
      description =
          "Mark the log for a CI: github folds each attempt, annotates a failed run and adds a"
              + " table to the job summary; gitlab folds; none; auto goes by the environment"
              + " (default: auto).")
  private Annotations annotations = Annotations.AUTO;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      converter = Converters.Name.class,
      description =
          "Count the run under NAME for 'resil stats' (default: under its breaker's name, if it has"
              + " one).")
  private BreakerName name;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "Write what was counted under the name to FILE after the run, in Prometheus' text format,"
              + " for node_exporter's textfile collector.")
  private String metricsFile;

  /**
   * How the run is counted, empty where it is not.
   *
   * @param breaker its breaker
   * @param state the place that was named for state
   */
  public Optional<StatisticsSettings> toStatistics(
      Optional<BreakerSettings> breaker, Optional<String> state) {
    Optional<BreakerName> counted = Optional.ofNullable(name).or(() -> breaker.map(b -> b.name()));
    if (counted.isEmpty() && metricsFile != null) {
      throw new UsageException(
          "--metrics-file: is about counted runs; give --name NAME or --breaker NAME as well");
    }
    return counted.map(
        under -> new StatisticsSettings(under.value(), state, Optional.ofNullable(metricsFile)));
  }

  /** What these options say. */
  public ReportSettings toSettings(HookLines hooks) {
    if (quiet && verbose) {
      throw UsageException.contradiction("--quiet", "--verbose", "leave one out");
    }
    if (report == null && reportArguments) {
      throw new UsageException("--report-args: adds to a report; give --report FILE as well");
    }
    return new ReportSettings(
        quiet,
        verbose,
        logFormat,
        Optional.ofNullable(report),
        reportArguments,
        Optional.ofNullable(eventLog),
        annotations,
        hooks);
  }
}
