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
      converter = TextConverters.ShellLine.class,
      description =
          "Run LINE with 'sh -c' before the first attempt, for at most 10s, with RESIL_EVENT and"
              + " more in its environment and JSON on stdin. It can write NAME=value lines to the"
              + " file $RESIL_ENV, to set variables for the attempts.")
  private String start;

  @Option(
      names = "--on-retry",
      paramLabel = "LINE",
      converter = TextConverters.ShellLine.class,
      description = "Run LINE before each retry, for which it can set variables likewise.")
  private String retry;

  @Option(
      names = "--on-success",
      paramLabel = "LINE",
      converter = TextConverters.ShellLine.class,
      description = "Run LINE after a successful run.")
  private String success;

  @Option(
      names = "--on-failure",
      paramLabel = "LINE",
      converter = TextConverters.ShellLine.class,
      description = "Run LINE after a failed or rejected run.")
  private String failure;

  @Option(
      names = "--on-state-change",
      paramLabel = "LINE",
      converter = TextConverters.ShellLine.class,
      description = "Run LINE when the breaker changes state.")
  private String stateChange;

  @Option(
      names = {"--ping-url", "--ping"},
      paramLabel = "URL",
      converter = TextConverters.Ping.class,
      description =
          "Report start, success, failure and exit code of the run to a monitoring service, such as"
              + " healthchecks.io, Cronitor or Uptime Kuma: to the URL of the job there, which is"
              + " shown nowhere. After the run, this takes at most 5s.")
  private PingTarget ping;

  /** The service that is told of the run. */
  public Optional<PingTarget> toPing() {
    return Optional.ofNullable(ping);
  }

  /** The hooks that these options describe. */
  public HookLines toLines() {
    return new HookLines(
        Optional.ofNullable(start),
        Optional.ofNullable(retry),
        Optional.ofNullable(success),
        Optional.ofNullable(failure),
        Optional.ofNullable(stateChange));
  }
}
