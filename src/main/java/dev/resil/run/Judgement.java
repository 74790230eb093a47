package dev.resil.run;

import dev.resil.breaker.Verdict;

/**
 * The meaning of an attempt for its run. A {@link Judge} decides it once, when the attempt has
 * ended.
 *
 * @param success whether the attempt succeeded
 * @param repeat whether and when another attempt may follow
 * @param verdict the verdict for the breaker
 * @param uncounted whether it is a failure that uses up no attempt
 */
public record Judgement(boolean success, RetryAdvice repeat, Verdict verdict, boolean uncounted) {
  /** An attempt that counts. */
  public Judgement(boolean success, RetryAdvice repeat, Verdict verdict) {
    this(success, repeat, verdict, false);
  }

  /** Whether the attempt failed in a way that is retried. */
  public boolean retryable() {
    return switch (repeat) {
      case RetryAdvice.Allowed _, RetryAdvice.After _ -> !success;
      case RetryAdvice.Vetoed _, RetryAdvice.Never _ -> false;
    };
  }

  /** The judgement on this attempt if it turns into a failure after its end. */
  Judgement failed() {
    return new Judgement(false, RetryAdvice.UNWANTED, verdict);
  }
}
