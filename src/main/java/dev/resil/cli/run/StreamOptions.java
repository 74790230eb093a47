package dev.resil.cli.run;

import dev.resil.cli.options.Converters;
import dev.resil.command.StderrMode;
import dev.resil.command.StdinMode;
import dev.resil.command.StdoutMode;
import dev.resil.command.StreamPolicy;
import dev.resil.outcome.OutputPattern;
import dev.resil.retry.RetryPolicy;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options for the command's standard streams. */
final class StreamOptions {
  @Option(
      names = "--stdin",
      paramLabel = "MODE",
      converter = Converters.Stdin.class,
      description = {
        "auto: inherited, but a file is rewound to its initial position before each retry;"
            + " replay: the same input for each attempt, even from a pipe, buffered in memory"
            + " up to 8M and then in $TMPDIR; pty: as replay, but through the pseudo-terminal of"
            + " --pty; inherit: inherited as is; null: /dev/null (default: auto)."
      })
  private StdinMode stdin;

  @Option(
      names = "--stdout",
      paramLabel = "MODE",
      converter = Converters.Stdout.class,
      description = {
        "live: inherited; final: only the last attempt's output, at the end; success: only a"
            + " successful attempt's output. Other output goes to stderr. failure: the last"
            + " attempt's output if the run fails, else none. Output is buffered like input."
            + " --cache-ttl and --stale-if-error imply success (default: live)."
      })
  private StdoutMode stdout;

  @Option(
      names = "--stderr",
      paramLabel = "MODE",
      converter = Converters.Stderr.class,
      description = {
        "live: inherited; final: only the last attempt's output, at the end; failure: the last"
            + " attempt's output if the run fails, else none (default: live)."
      })
  private StderrMode stderr;

  @Option(
      names = "--discard-failed",
      description = "Discard the output that --stdout would send to stderr.")
  private boolean discardFailed;

  @Option(
      names = "--pty",
      description = {
        "Run the command on a pseudo-terminal: its output passes through resil, with stdout and"
            + " stderr combined, but it behaves as on a terminal. Keys are forwarded if resil's"
            + " stdin and stdout are a terminal. If stdin is /dev/null, as in cron, the command's"
            + " stdin is the pseudo-terminal, at the end of input. Any other stdin is left as is,"
            + " except with --stdin pty."
      })
  private boolean pty;

  @Option(
      names = "--ping-output",
      description = {
        "Send the last 10 kB of the last attempt's output with the ping that reports the end of"
            + " the run. To be kept, output passes through resil, as for --idle-timeout."
      })
  private boolean pingOutput;

  /** Whether pings contain the end of the output. */
  boolean sendsOutput() {
    return pingOutput;
  }

  /**
   * The policy that these options describe, with defaults filled in.
   *
   * @param kept whether a successful attempt's output is cached, and so must be buffered
   * @param watched whether resil must see all output as it comes
   */
  StreamPolicy toPolicy(
      RetryPolicy retry, Set<OutputPattern> patterns, boolean kept, boolean watched) {
    StdoutMode usual = kept ? StdoutMode.SUCCESS : StdoutMode.LIVE;
    StdoutMode mode = stdout == null ? usual : stdout;
    return new StreamPolicy(
        stdin == null ? StdinMode.AUTO : stdin,
        !retry.allowsAttemptAfter(1),
        mode,
        stderr == null ? StderrMode.LIVE : stderr,
        discardFailed,
        patterns,
        watched || pingOutput,
        pty);
  }
}
