package dev.resil.cli.options;

/** The format of resil's own messages. */
public enum LogFormat {
  /** Text for people. */
  TEXT,
  /** One JSON object per line. */
  JSON
}
