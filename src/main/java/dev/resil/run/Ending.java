package dev.resil.run;

import dev.resil.breaker.Decision;

/** What a run ends with: why there is no further attempt. */
public sealed interface Ending {
  /** The name of an ending, as reports spell it in lower case. */
  enum Kind {
    /** An attempt succeeded. */
    SUCCEEDED,
    /** All attempts were used up. */
    ATTEMPTS_EXHAUSTED,
    /** The failure is not one that is retried. */
    NOT_RETRIED,
    /** The run's limit cut the attempt off, or left no room for another one. */
    TIME_LIMIT,
    /** A signal stopped it. */
    INTERRUPTED,
    /** A breaker did not let it through. */
    REJECTED,
    /** A breaker did not let it through, which was to count as success. */
    SKIPPED,
    /** A copy of an earlier run's output was fresh, and nothing was run. */
    CACHED,
    /** The breaker's state was not to be had, and nothing was to be run without it. */
    GUARD_FAILED
  }

  /** The ending's name. */
  Kind kind();

  /** An ending of which there is nothing else to say. */
  record Plain(Kind kind) implements Ending {}

  /**
   * A signal stopped it.
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
   * A breaker did not let it through.
   *
   * @param breaker its name
   * @param decision what it decided
   * @param skipped whether that counts as success
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

  /** An ending of which there is nothing else to say. */
  static Ending of(Kind kind) {
    return new Plain(kind);
  }
}
