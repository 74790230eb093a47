package dev.resil.run;

import java.time.Duration;

/** Whether and when another attempt may follow a failed one. */
public sealed interface RetryAdvice {
  /** The attempt itself has nothing to say: the policy decides. */
  RetryAdvice AS_THE_POLICY_SAYS = new Allowed("");

  /** The policy wants no other attempt. */
  RetryAdvice UNWANTED = new Never("");

  /** Why, in words that follow "retried since" or "not retried:"; may be empty. */
  String why();

  /** Another attempt may follow. */
  record Allowed(String why) implements RetryAdvice {}

  /**
   * Another attempt may follow, but not at once.
   *
   * @param delay how long after this one's end at least
   */
  record After(Duration delay, String why) implements RetryAdvice {}

  /** No other attempt may follow, even if the policy wants one: it could do harm. */
  record Vetoed(String why) implements RetryAdvice {}

  /** No other attempt may follow: it could not do better. */
  record Never(String why) implements RetryAdvice {}
}
