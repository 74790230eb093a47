package dev.resil.command;

/** When the command's output is seen. */
public enum StdoutMode {
  /** At once: it is the command's own stream. */
  LIVE,
  /** Only that of the last attempt, when the run is over. */
  FINAL,
  /** Only that of an attempt that succeeded, when the run is over. */
  SUCCESS
}
