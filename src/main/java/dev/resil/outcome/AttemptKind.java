package dev.resil.outcome;

/** The kind of attempt that an item of a LIST applies to. */
public enum AttemptKind {
  /** A command. */
  COMMAND,
  /** An HTTP request. */
  REQUEST
}
