package dev.resil.run;

import dev.resil.breaker.Decision;
import dev.resil.limit.Answer;
import dev.resil.limit.Spent;
import dev.resil.retry.FailureLimit;

/** The reason for the end of a run: why there is no further attempt. */
public sealed interface Ending {
  /** The name of an ending; lower case in reports. */
  enum Kind {
    /** An attempt succeeded. */
    SUCCEEDED,
    /** All attempts were used up, or too many failed in a short time. */
    ATTEMPTS_EXHAUSTED,
    /** The failure is not one that is retried. */
    NOT_RETRIED,
    /** The failure would be retried, but the budget that processes share is spent. */
    BUDGET_SPENT,
    /** The run's limit cut off the attempt, or left no time for one. */
    TIME_LIMIT,
    /** A signal stopped the run. */
    INTERRUPTED,
    /** A breaker rejected the attempt. */
    REJECTED,
    /** A breaker or a limit rejected the attempt, which counts as success. */
    SKIPPED,
    /** A limit that processes share left no room for the attempt. */
    LIMITED,
    /** A cached copy was fresh, so no attempt was made. */
    CACHED,
    /**
     * The state of a breaker or limit was unavailable, and the user wanted no attempt without it.
     */
    GUARD_FAILED
  }

  /** The ending's name. */
  Kind kind();

  /** An ending without details. */
  record Plain(Kind kind) implements Ending {}

  /**
   * Too many attempts failed in a short time.
   *
   * @param limit the limit they reached
   */
  record TooManyFailures(FailureLimit limit) implements Ending {
    @Override
    public Kind kind() {
      return Kind.ATTEMPTS_EXHAUSTED;
    }
  }

  /**
   * A signal stopped the run.
   *
   * @param signal its number
   */
  record Interrupted(int signal) implements Ending {
    @Override
    public Kind kind() {
      return Kind.INTERRUPTED;
    }
  }

  /**
   * A breaker rejected the attempt.
   *
   * @param breaker its name
   * @param decision its decision
   * @param skipped whether the rejection counts as success
   */
  record Rejected(String breaker, Decision.Rejected decision, boolean skipped) implements Ending {
    @Override
    public Kind kind() {
      return skipped ? Kind.SKIPPED : Kind.REJECTED;
    }

    Rejected asFailure() {
      return new Rejected(breaker, decision, false);
    }
  }

  /**
   * A limit that processes share left no room for the attempt.
   *
   * @param limit its name
   * @param lock whether it is a lock
   * @param answer its answer
   * @param skipped whether that counts as success
   */
  record Limited(String limit, boolean lock, Answer.Limited answer, boolean skipped)
      implements Ending {
    @Override
    public Kind kind() {
      return skipped ? Kind.SKIPPED : Kind.LIMITED;
    }

    Limited asFailure() {
      return new Limited(limit, lock, answer, false);
    }
  }

  /**
   * The budget for retries is spent.
   *
   * @param limit the name of its limit
   * @param spent what for
   */
  record BudgetSpent(String limit, Spent spent) implements Ending {
    @Override
    public Kind kind() {
      return Kind.BUDGET_SPENT;
    }
  }

  /** An ending without details. */
  static Ending of(Kind kind) {
    return new Plain(kind);
  }
}
