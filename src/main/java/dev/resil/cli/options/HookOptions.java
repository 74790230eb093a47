package dev.resil.cli.options;

import dev.resil.hook.HookLines;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is run when something happens. */
public final class HookOptions {
  @Option(
      names = "--on-retry",
      paramLabel = "LINE",
      description =
          "Run LINE with 'sh -c' before another attempt, for 10s at most; it finds RESIL_EVENT"
              + " and more in its environment, and JSON on stdin.")
  private String retry;

  @Option(
      names = "--on-success",
      paramLabel = "LINE",
      description = "The same when the run succeeded.")
  private String success;

  @Option(
      names = "--on-failure",
      paramLabel = "LINE",
      description = "The same when the run failed or was rejected.")
  private String failure;

  @Option(
      names = "--on-state-change",
      paramLabel = "LINE",
      description = "The same when the breaker's state changed.")
  private String stateChange;

  /**
   * What these options say.
   *
   * @param breaker whether there is one
   */
  public HookLines toLines(boolean breaker) {
    if (stateChange != null && !breaker) {
      throw new UsageException(
          "--on-state-change: is about a breaker; name one with --breaker NAME");
    }
    return new HookLines(
        line("--on-retry", retry),
        line("--on-success", success),
        line("--on-failure", failure),
        line("--on-state-change", stateChange));
  }

  private static Optional<String> line(String option, String line) {
    if (line != null && line.isBlank()) {
      throw UsageException.wrongValue(
          option, line, "is empty; give a line for sh, or leave it out");
    }
    return Optional.ofNullable(line);
  }
}
