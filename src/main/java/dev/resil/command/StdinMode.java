package dev.resil.command;

/** The source of the command's standard input. */
public enum StdinMode {
  /** resil's stdin, rewound before a retry if possible. */
  AUTO,
  /** resil's stdin, unchanged. */
  INHERIT,
  /** The same bytes for each attempt. */
  REPLAY,
  /** {@code /dev/null}. */
  NULL
}
