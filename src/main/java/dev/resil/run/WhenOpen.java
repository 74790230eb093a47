package dev.resil.run;

/** The reaction of a run to a breaker's rejection. */
public enum WhenOpen {
  /** It ends as rejected. */
  FAIL,
  /** It waits for a permit, within its limit. */
  WAIT,
  /** It ends as a success, without an attempt. */
  SKIP
}
