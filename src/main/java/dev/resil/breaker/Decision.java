package dev.resil.breaker;

import java.time.Duration;
import java.util.Optional;

/** A breaker's answer to an event. */
public sealed interface Decision {
  /**
   * The call is let through.
   *
   * @param permit to bring back with its report
   */
  record Permitted(Permit permit) implements Decision {}

  /**
   * The call is not let through.
   *
   * @param phase OPEN, or HALF_OPEN with every permit taken
   * @param nextProbe how long until the next call can be let through: exact in OPEN; at the latest
   *     in HALF_OPEN, where a probe may end at any time. Empty: not before a reset
   * @param thisHostOnly whether calls of other hosts may be let through
   */
  record Rejected(Phase.Kind phase, Optional<Duration> nextProbe, boolean thisHostOnly)
      implements Decision {
    /** No host's calls are let through. */
    public Rejected(Phase.Kind phase, Optional<Duration> nextProbe) {
      this(phase, nextProbe, false);
    }

    Rejected onThisHost() {
      return new Rejected(phase, nextProbe, true);
    }
  }

  /** There was nothing to decide. */
  record Noted() implements Decision {}
}
