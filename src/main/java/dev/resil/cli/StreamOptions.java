package dev.resil.cli;

import dev.resil.command.StdinMode;
import dev.resil.command.StreamPolicy;
import dev.resil.retry.RetryPolicy;
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

  /** What these options say, defaults filled in. */
  StreamPolicy toPolicy(RetryPolicy retry) {
    return new StreamPolicy(stdin == null ? StdinMode.AUTO : stdin, !retry.allowsAttemptAfter(1));
  }
}
