package dev.resil.breaker;

/** The meaning of a call's outcome for the breaker. */
public enum Verdict {
  /** The service works. */
  SUCCESS,
  /** The service fails. */
  FAILURE,
  /** Says nothing about the service: interrupted, or not a failure that counts. */
  NEUTRAL
}
