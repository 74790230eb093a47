package dev.resil.breaker;

import java.time.Instant;

/**
 * The latest failed call.
 *
 * @param at when it was reported
 * @param outcome what it came to, at most {@value #MAX_LENGTH} characters of it
 */
public record LastFailure(Instant at, String outcome) {
  /** How much of an outcome is kept. */
  public static final int MAX_LENGTH = 200;

  /** Shortens the outcome. */
  public LastFailure {
    if (outcome.length() > MAX_LENGTH) {
      outcome = outcome.substring(0, MAX_LENGTH - 1) + '…';
    }
  }
}
