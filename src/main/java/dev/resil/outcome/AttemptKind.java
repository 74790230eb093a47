package dev.resil.outcome;

/** What kind of attempt an item of a LIST is about. */
public enum AttemptKind {
  /** A command. */
  COMMAND,
  /** An HTTP request. */
  REQUEST
}
