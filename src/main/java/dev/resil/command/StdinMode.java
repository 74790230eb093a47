package dev.resil.command;

/** The source of the command's standard input. */
public enum StdinMode {
  /** resil's stdin, rewound before a retry if possible. */
  AUTO,
  /** resil's stdin, unchanged. */
  INHERIT,
  /** The same bytes for each attempt. */
  REPLAY,
  /** The same bytes for each attempt, typed at the command's own terminal. */
  PTY,
  /** {@code /dev/null}. */
  NULL
}
