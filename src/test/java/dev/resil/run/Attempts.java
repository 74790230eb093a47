package dev.resil.run;

import dev.resil.breaker.Verdict;
import dev.resil.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Attempts that have ended. */
public final class Attempts {
  private Attempts() {}

  /** A success, or a failure that is retried and counts. */
  public static Attempt.Ended ended(
      long number, Outcome outcome, boolean success, Duration started, Duration duration) {
    Judgement judgement =
        success
            ? new Judgement(true, RetryAdvice.UNWANTED, Verdict.SUCCESS)
            : new Judgement(false, RetryAdvice.AS_THE_POLICY_SAYS, Verdict.FAILURE);
    return new Attempt.Ended(number, outcome, judgement, started, duration, Optional.empty());
  }
}
