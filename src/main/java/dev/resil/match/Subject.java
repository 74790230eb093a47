package dev.resil.match;

/** What kind of attempt an item of a LIST is about. */
public enum Subject {
  /** A command. */
  COMMAND,
  /** An HTTP request. */
  REQUEST
}
