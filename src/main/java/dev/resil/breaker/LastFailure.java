package dev.resil.breaker;

import java.time.Instant;

/**
 * The latest failed call.
 *
 * @param at when it was reported
 * @param outcome its outcome, at most {@value #MAX_LENGTH} characters
 */
public record LastFailure(Instant at, String outcome) {
  /** The most characters of an outcome. */
  public static final int MAX_LENGTH = 200;

  /** Shortens the outcome. */
  public LastFailure {
    if (outcome.length() > MAX_LENGTH) {
      outcome = outcome.substring(0, MAX_LENGTH - 1) + '…';
    }
  }
}
