package dev.resil.cli.run;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that selects the shell of -c. */
public final class ShellOption {
  /** As GitHub's runner calls it. */
  private static final List<String> BASH =
      List.of("bash", "--noprofile", "--norc", "-e", "-o", "pipefail");

  @Option(
      names = "--bash",
      description =
          "Run the LINE of -c with 'bash -e -o pipefail' instead of sh: the first command that"
              + " fails ends the attempt, also on an earlier line or in a pipeline.")
  private boolean bash;

  /** The shell and its options. */
  List<String> words() {
    return bash ? BASH : List.of("sh");
  }
}
