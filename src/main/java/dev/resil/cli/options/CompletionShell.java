package dev.resil.cli.options;

/** A shell with a completion script. */
public enum CompletionShell {
  /** GNU Bash, with bash-completion 2. */
  BASH,
  /** Z shell. */
  ZSH,
  /** fish. */
  FISH
}
