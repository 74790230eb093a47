package dev.resil.breaker;

import java.time.Instant;

/**
 * A change of phase.
 *
 * @param at when
 * @param from the phase before
 * @param to the phase after
 * @param cause why
 */
public record Change(Instant at, Phase.Kind from, Phase.Kind to, Cause cause) {
  /** Why a phase changed. */
  public enum Cause {
    /** The failures reached the threshold. */
    THRESHOLD_REACHED,
    /** The time in OPEN was over. */
    TIME_OVER,
    /** Enough probes succeeded. */
    PROBES_SUCCEEDED,
    /** A probe failed. */
    PROBE_FAILED,
    /** Somebody reset it. */
    RESET,
    /** Somebody forced it open. */
    FORCED_OPEN
  }
}
