package dev.resil.cli.options;

import dev.resil.breaker.BreakerName;
import dev.resil.hook.HookLines;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for messages, reports and statistics. */
public final class ReportOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Suppress messages about attempts and delays.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also show each attempt's start, duration and outcome.")
  private boolean verbose;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      converter = Converters.LogFormatConverter.class,
      description =
          "Format of these messages: text, or json with one object per line (default: text).")
  private LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--event-log",
      paramLabel = "FILE",
      description = "Append a JSON line for each event to FILE, '-' for stderr.")
  private String eventLog;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a JSON report of the run to FILE, '-' for stderr.")
  private String report;

  @Option(
      names = "--report-args",
      description = "Include the command's arguments in the report; they may contain secrets.")
  private boolean reportArguments;

  @Option(
      names = "--annotations",
      paramLabel = "CI",
      converter = Converters.AnnotationsConverter.class,
      description =
          "Annotate the log for a CI system: github folds each attempt, annotates a failed run"
              + " and adds a table to the job summary; gitlab folds each attempt; none; auto"
              + " detects the system from the environment (default: auto).")
  private Annotations annotations = Annotations.AUTO;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      converter = Converters.Name.class,
      description =
          "Count the run under NAME in 'resil stats' (default: the name of its breaker, if"
              + " any).")
  private BreakerName name;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "After the run, write the statistics of its name to FILE in Prometheus text format,"
              + " for node_exporter's textfile collector.")
  private String metricsFile;

  /**
   * How the run is counted; empty if it is not.
   *
   * @param breaker its breaker
   */
  public Optional<StatisticsSettings> toStatistics(Optional<BreakerSettings> breaker) {
    Optional<BreakerName> counted = Optional.ofNullable(name).or(() -> breaker.map(b -> b.name()));
    return counted.map(
        under -> new StatisticsSettings(under.value(), Optional.ofNullable(metricsFile)));
  }

  /** The settings that these options describe. */
  public ReportSettings toSettings(HookLines hooks) {
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
