package dev.resil.run;

import dev.resil.breaker.Phase;
import java.time.Duration;
import java.util.Optional;

/**
 * A breaker did not let an attempt through.
 *
 * @param breaker its name
 * @param state OPEN, or HALF_OPEN with every probe's permit taken
 * @param nextProbe how long until an attempt can be let through, at the latest; empty: not before
 *     somebody resets it
 * @param thisHostOnly whether those of other hosts may be let through
 */
public record Rejection(
    String breaker, Phase.Kind state, Optional<Duration> nextProbe, boolean thisHostOnly) {
  /** No host's attempts are let through. */
  public Rejection(String breaker, Phase.Kind state, Optional<Duration> nextProbe) {
    this(breaker, state, nextProbe, false);
  }
}
