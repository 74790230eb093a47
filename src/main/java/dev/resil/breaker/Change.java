package dev.resil.breaker;

import java.time.Instant;

/**
 * A change of phase.
 *
 * @param at the time
 * @param from the phase before
 * @param to the phase after
 * @param cause the reason
 */
public record Change(Instant at, Phase.Kind from, Phase.Kind to, Cause cause) {
  /** The reason of a change. */
  public enum Cause {
    /** The failures reached the threshold. */
    THRESHOLD_REACHED,
    /** The time in OPEN was over. */
    TIME_OVER,
    /** Enough probes succeeded. */
    PROBES_SUCCEEDED,
    /** A probe failed. */
    PROBE_FAILED,
    /** A user reset it. */
    RESET,
    /** A user forced it open. */
    FORCED_OPEN
  }
}
