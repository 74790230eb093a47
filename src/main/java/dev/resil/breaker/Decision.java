package dev.resil.breaker;

import java.time.Duration;
import java.util.Optional;

/** A breaker's decision on an event: a call is permitted, rejected, or not concerned. */
public sealed interface Decision {
  /**
   * The call is permitted.
   *
   * @param permit the permit, to return with the report of the call
   */
  record Permitted(Permit permit) implements Decision {}

  /**
   * The call is rejected.
   *
   * @param phase OPEN, or HALF_OPEN with all permits in use
   * @param nextProbe the time until the next permit: exact in OPEN, an upper bound in HALF_OPEN,
   *     where a probe may end at any time; empty if there is none before a reset
   * @param thisHostOnly whether calls of other hosts may be permitted
   */
  record Rejected(Phase.Kind phase, Optional<Duration> nextProbe, boolean thisHostOnly)
      implements Decision {
    /** A rejection for all hosts. */
    public Rejected(Phase.Kind phase, Optional<Duration> nextProbe) {
      this(phase, nextProbe, false);
    }

    Rejected onThisHost() {
      return new Rejected(phase, nextProbe, true);
    }
  }

  /** The event requested no permit. */
  record Noted() implements Decision {}
}
