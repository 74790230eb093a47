package dev.resil.match;

/**
 * What an outcome means for the run.
 *
 * @param success the outcomes that count as success
 * @param retry the failures that are tried again
 * @param noRetry the failures that never are; wins over {@code retry}
 */
public record Verdicts(OutcomeSet success, OutcomeSet retry, OutcomeSet noRetry) {
  private static final OutcomeSet EXIT_ZERO = OutcomeSet.parse("exit:0");

  /** Trying again does not make a missing command appear. */
  private static final OutcomeSet HOPELESS = OutcomeSet.parse("not-found,not-executable");

  /** Exit code 0 is a success, every failure is retried but those that are hopeless. */
  public static final Verdicts DEFAULT = new Verdicts(EXIT_ZERO, OutcomeSet.ANY, HOPELESS);

  /**
   * Verdicts by lists of which an empty one stands for its default. What cannot be executed is
   * retried only where {@code retry} names it: adding to {@code noRetry} never makes resil try for
   * a missing command again.
   */
  public static Verdicts of(OutcomeSet success, OutcomeSet retry, OutcomeSet noRetry) {
    return new Verdicts(
        success.items().isEmpty() ? EXIT_ZERO : success,
        retry.items().isEmpty() ? OutcomeSet.ANY : retry,
        noRetry.and(HOPELESS.without(retry).without(noRetry)));
  }

  /** Whether the outcome is a success. */
  public boolean isSuccess(Outcome outcome) {
    return success.contains(outcome);
  }

  /** Whether the outcome, a failure, may be tried again. */
  public boolean isRetried(Outcome outcome) {
    return retry.contains(outcome) && !noRetry.contains(outcome);
  }
}
