package dev.resil.run;

import java.time.Duration;

/** Whether and when another attempt may follow a failed one. */
public sealed interface RetryAdvice {
  /** The attempt gives no advice: the policy decides. */
  RetryAdvice AS_THE_POLICY_SAYS = new Allowed("");

  /** The policy wants no other attempt. */
  RetryAdvice UNWANTED = new Never("");

  /** The reason, in words that follow "retried since" or "not retried:"; may be empty. */
  String why();

  /** Another attempt may follow. */
  record Allowed(String why) implements RetryAdvice {}

  /**
   * Another attempt may follow, but not at once.
   *
   * @param delay the minimum delay after the end of this attempt
   */
  record After(Duration delay, String why) implements RetryAdvice {}

  /** No other attempt may follow, even if the policy wants one: it could cause harm. */
  record Vetoed(String why) implements RetryAdvice {}

  /** No other attempt may follow: it would fail again. */
  record Never(String why) implements RetryAdvice {}
}
