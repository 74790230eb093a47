package dev.resil.cli.options;

/** A shell that completes resil's command line. */
public enum CompletionShell {
  /** GNU Bash, with bash-completion 2. */
  BASH,
  /** Z shell. */
  ZSH,
  /** fish. */
  FISH
}
