package dev.resil.run;

/** What a run does where a breaker does not let it through. */
public enum WhenOpen {
  /** It ends as rejected. */
  FAIL,
  /** It waits for a permit, within its limit. */
  WAIT,
  /** It ends as if all were well, with nothing run. */
  SKIP
}
