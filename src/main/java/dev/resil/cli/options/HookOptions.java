package dev.resil.cli.options;

import dev.resil.hook.HookLines;
import dev.resil.ping.PingTarget;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The hook options. */
public final class HookOptions {
  @Option(
      names = "--on-start",
      paramLabel = "LINE",
      description =
          "Run LINE with 'sh -c' before the first attempt, for at most 10s, with RESIL_EVENT and"
              + " more in its environment and JSON on stdin. It can write NAME=value lines to the"
              + " file $RESIL_ENV, to set variables for the attempts.")
  private String start;

  @Option(
      names = "--on-retry",
      paramLabel = "LINE",
      description = "Run LINE before each retry, for which it can set variables likewise.")
  private String retry;

  @Option(
      names = "--on-success",
      paramLabel = "LINE",
      description = "Run LINE after a successful run.")
  private String success;

  @Option(
      names = "--on-failure",
      paramLabel = "LINE",
      description = "Run LINE after a failed or rejected run.")
  private String failure;

  @Option(
      names = "--on-state-change",
      paramLabel = "LINE",
      description = "Run LINE when the breaker changes state.")
  private String stateChange;

  @Option(
      names = {"--ping-url", "--ping"},
      paramLabel = "URL",
      description =
          "Report start, success, failure and exit code of the run to a monitoring service, such as"
              + " healthchecks.io, Cronitor or Uptime Kuma: to the URL of the job there, which is"
              + " shown nowhere. After the run, this takes at most 5s.")
  private String ping;

  /**
   * The service that is told of the run.
   *
   * @throws UsageException if the URL is invalid; nothing of it is shown
   */
  public Optional<PingTarget> toPing() {
    if (ping == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(PingTarget.parse(ping));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--ping: the URL " + e.getMessage());
    }
  }

  /**
   * The hooks that these options describe.
   *
   * @throws UsageException if a line is empty
   */
  public HookLines toLines() {
    return new HookLines(
        line("--on-start", start),
        line("--on-retry", retry),
        line("--on-success", success),
        line("--on-failure", failure),
        line("--on-state-change", stateChange));
  }

  private static Optional<String> line(String option, String line) {
    if (line != null && line.isBlank()) {
      throw UsageException.wrongValue(
          option, line, "is empty; give a command line for sh, or remove the option");
    }
    return Optional.ofNullable(line);
  }
}
