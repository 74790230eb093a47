package dev.resil.command;

/** What the command reads from. */
public enum StdinMode {
  /** What resil was given, rewound before a retry where that is possible. */
  AUTO,
  /** What resil was given, and nothing else done to it. */
  INHERIT,
  /** The same bytes for each attempt. */
  REPLAY,
  /** {@code /dev/null}. */
  NULL
}
