package dev.resil.cli;

import dev.resil.hook.HookLines;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is said about the run, and where. */
final class ReportOptions {
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

  /** What these options say. */
  ReportSettings toSettings(HookLines hooks) {
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
