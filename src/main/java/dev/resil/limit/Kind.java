package dev.resil.limit;

/** What a permit is for. */
public enum Kind {
  /** A whole run: at most one at a time. */
  LOCK,
  /** One attempt. */
  ATTEMPT
}
