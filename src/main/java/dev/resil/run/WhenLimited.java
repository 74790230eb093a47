package dev.resil.run;

/** The reaction of a run to a limit that is used up. */
public enum WhenLimited {
  /** It waits for a permit, within its limits. */
  WAIT,
  /** It ends as limited. */
  FAIL,
  /** It ends as a success, without an attempt. */
  SKIP
}
