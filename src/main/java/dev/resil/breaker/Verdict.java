package dev.resil.breaker;

/** What a call's outcome means to the breaker. */
public enum Verdict {
  /** Speaks for the guarded service. */
  SUCCESS,
  /** Speaks against it. */
  FAILURE,
  /** Says nothing about it: interrupted, or not one of the failures that count. */
  NEUTRAL
}
