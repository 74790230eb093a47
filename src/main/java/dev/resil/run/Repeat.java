package dev.resil.run;

import java.time.Duration;

/** What an attempt that failed says itself about another one. */
public sealed interface Repeat {
  /** Nothing. */
  Repeat AS_THE_POLICY_SAYS = new Allowed("");

  /** Why, in words that follow "retried since" or "not retried:"; empty where nobody knows. */
  String why();

  /** There may be another one. */
  record Allowed(String why) implements Repeat {}

  /**
   * There may be another one, but not at once.
   *
   * @param delay how long after this one's end at least
   */
  record After(Duration delay, String why) implements Repeat {}

  /** There must not be another one, whatever the policy says. */
  record Never(String why) implements Repeat {}
}
