package dev.resil.cli.run;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.UsageException;
import dev.resil.command.StdinMode;
import dev.resil.command.StdoutMode;
import dev.resil.command.StreamPolicy;
import dev.resil.outcome.OutputPattern;
import dev.resil.retry.RetryPolicy;
import java.util.Set;
import picocli.CommandLine.Option;

/** What the command reads and where its output goes. */
final class StreamOptions {
  @Option(
      names = "--stdin",
      paramLabel = "MODE",
      converter = Converters.Stdin.class,
      description = {
        "auto: as given, and a file is rewound before each retry to where the run found it;"
            + " replay: the same input for each attempt, pipes too, kept in memory up to 8M and"
            + " then in $TMPDIR; inherit: as given; null: /dev/null (default: auto)."
      })
  private StdinMode stdin;

  @Option(
      names = "--stdout",
      paramLabel = "MODE",
      converter = Converters.Stdout.class,
      description = {
        "live: the command's own; final: only the last attempt's output, at the end; success: only"
            + " a successful attempt's. What is not taken goes to stderr. Output is kept as"
            + " input is. --cache-ttl and --stale-if-error imply success (default: live)."
      })
  private StdoutMode stdout;

  @Option(names = "--discard-failed", description = "Drop the output that --stdout does not take.")
  private boolean discardFailed;

  @Option(
      names = "--pty",
      description = {
        "Give the command a terminal of its own: its output passes through resil and is still that"
            + " of a program on a terminal, stdout and stderr in one. Keys reach it where"
            + " resil's stdin and stdout are a terminal; any other stdin is left as it is."
      })
  private boolean pty;

  /**
   * What these options say, defaults filled in.
   *
   * @param kept whether a successful attempt's output is kept, and so must be held
   */
  StreamPolicy toPolicy(RetryPolicy retry, Set<OutputPattern> patterns, boolean kept) {
    if (kept && stdout != null && stdout != StdoutMode.SUCCESS) {
      throw UsageException.contradiction(
          "--stdout " + Converters.name(stdout),
          "--cache-ttl and --stale-if-error",
          "they keep a successful attempt's output only; leave it out");
    }
    StdoutMode usual = kept ? StdoutMode.SUCCESS : StdoutMode.LIVE;
    StdoutMode mode = stdout == null ? usual : stdout;
    if (discardFailed && mode == StdoutMode.LIVE) {
      throw new UsageException(
          "--discard-failed: only what is held back can be dropped; give --stdout final or"
              + " --stdout success as well");
    }
    return new StreamPolicy(
        stdin == null ? StdinMode.AUTO : stdin,
        !retry.allowsAttemptAfter(1),
        mode,
        discardFailed,
        patterns,
        pty);
  }
}
