package dev.resil.command;

/** When the command's output is written. */
public enum StdoutMode {
  /** At once. */
  LIVE,
  /** At the end of the run, and only that of the last attempt. */
  FINAL,
  /** At the end of the run, and only that of a successful attempt. */
  SUCCESS,
  /** At the end of the run, and only that of the last attempt of a failed run. */
  FAILURE
}
