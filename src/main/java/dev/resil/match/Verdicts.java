package dev.resil.match;

import java.util.HashSet;
import java.util.Set;

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

  /**
   * Verdicts on HTTP requests by lists of which an empty one stands for its default: a status below
   * 400 is a success; what RFC 9110, 6585 and 8470 call transient is retried, as is whatever kept
   * an answer from coming.
   */
  public static Verdicts ofRequests(OutcomeSet success, OutcomeSet retry, OutcomeSet noRetry) {
    return new Verdicts(
        success.items().isEmpty() ? OutcomeSet.parse("status:200-399") : success,
        retry.items().isEmpty()
            ? OutcomeSet.parse(
                "dns,connect,read,timeout,status:408,status:425,status:429,"
                    + "status:500,status:502-504")
            : retry,
        noRetry);
  }

  /**
   * The failures that count against a breaker where the user does not say which. That a server has
   * no such page, or that a client may not see it, tells nothing about the server's health.
   */
  public static OutcomeSet countedByDefault(Subject subject) {
    return switch (subject) {
      case COMMAND -> OutcomeSet.ANY;
      case REQUEST ->
          OutcomeSet.parse("dns,connect,tls,read,timeout,status:408,status:429,status:5xx");
    };
  }

  /** Whether the outcome is a success. */
  public boolean isSuccess(Outcome outcome) {
    return isSuccess(outcome, Set.of());
  }

  /**
   * Whether the outcome is a success.
   *
   * @param printed what was found in the attempt's output
   */
  public boolean isSuccess(Outcome outcome, Set<OutputPattern> printed) {
    return !(outcome instanceof Outcome.ResilFailed) && success.contains(outcome, printed);
  }

  /** Whether the outcome, a failure, may be tried again. */
  public boolean isRetried(Outcome outcome) {
    return isRetried(outcome, Set.of());
  }

  /**
   * Whether the outcome, a failure, may be tried again.
   *
   * @param printed what was found in the attempt's output
   */
  public boolean isRetried(Outcome outcome, Set<OutputPattern> printed) {
    return !(outcome instanceof Outcome.ResilFailed)
        && retry.contains(outcome, printed)
        && !noRetry.contains(outcome, printed);
  }

  /** What an attempt's output must be searched for. */
  public Set<OutputPattern> patterns() {
    Set<OutputPattern> all = new HashSet<>(success.patterns());
    all.addAll(retry.patterns());
    all.addAll(noRetry.patterns());
    return all;
  }
}
