package dev.resil.cli.run;

import dev.resil.cli.options.CompletionCandidates;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.UsageException;
import dev.resil.command.TimeoutPolicy;
import dev.resil.outcome.Signals;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the timeout of attempts. */
final class TimeoutOptions {
  private static final Duration DEFAULT_KILL_AFTER = Duration.ofSeconds(5);

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Time limit of each attempt (default: none).")
  private Duration timeout;

  @Option(
      names = "--idle-timeout",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "End an attempt that prints nothing on stdout and stderr for D, as by a timeout. To be"
              + " watched, output passes through resil: the command sees a pipe (default: none).")
  private Duration idleTimeout;

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIG",
      converter = Converters.SignalNumber.class,
      completionCandidates = CompletionCandidates.SignalNames.class,
      description =
          "Signal sent at the timeout to every process of the attempt, including orphans"
              + " (default: TERM).")
  private Integer signal;

  @Option(
      names = {"-k", "--kill-after"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Send KILL D after that signal; 0 for never (default: 5s).")
  private Duration killAfter;

  @Option(
      names = "--parent-death-signal",
      paramLabel = "SIG",
      converter = Converters.SignalNumber.class,
      completionCandidates = CompletionCandidates.SignalNames.class,
      description =
          "If resil itself is killed, the kernel sends SIG, such as KILL, to the command; Linux"
              + " only (default: none).")
  private Integer parentDeathSignal;

  @Option(
      names = "--preserve-status",
      description = {
        "After a timeout, exit with the command's own exit code, even 0, or 128+N if signal N ended"
            + " it, instead of 124."
      })
  private boolean preserveStatus;

  @Option(
      names = "--foreground",
      description = {
        "Signal only the command itself, at a timeout and when the run is stopped: processes that"
            + " it started keep running, even beside the next attempt."
      })
  private boolean foreground;

  /** The policy that these options describe, with defaults filled in. */
  TimeoutPolicy toPolicy() {
    if (parentDeathSignal != null && !System.getProperty("os.name").equals("Linux")) {
      throw new UsageException(
          "--parent-death-signal: only Linux has such a signal; leave the option out");
    }
    return new TimeoutPolicy(
        Optional.ofNullable(timeout).filter(d -> !d.isZero()),
        Optional.ofNullable(idleTimeout).filter(d -> !d.isZero()),
        signal == null ? Signals.TERM : signal,
        Optional.of(killAfter == null ? DEFAULT_KILL_AFTER : killAfter).filter(d -> !d.isZero()),
        Optional.ofNullable(parentDeathSignal),
        preserveStatus,
        foreground);
  }
}
