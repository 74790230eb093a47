package dev.resil.cli.options;

/** How resil's own lines are written. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** An object a line. */
  JSON
}
