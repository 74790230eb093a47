package dev.resil.command;

/** When the command's error output is written. */
public enum StderrMode {
  /** At once. */
  LIVE,
  /** At the end of the run, and only that of the last attempt. */
  FINAL,
  /** At the end of the run, and only that of the last attempt of a failed run. */
  FAILURE
}
