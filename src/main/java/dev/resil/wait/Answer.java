package dev.resil.wait;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutputPattern;
import java.util.Optional;
import java.util.Set;

/**
 * The answer of one check.
 *
 * @param state whether the condition holds
 * @param words why, for messages
 * @param outcome the same as an outcome, for {@code --fail-fast}; empty if there is none
 * @param printed the patterns found in a response
 */
public record Answer(
    State state, String words, Optional<Outcome> outcome, Set<OutputPattern> printed) {
  /** Whether a condition holds. */
  public enum State {
    /** It holds. */
    HOLDS,
    /** It does not hold. */
    FAILS,
    /** It could not be checked. */
    UNKNOWN
  }

  /** Copies the set. */
  public Answer {
    printed = Set.copyOf(printed);
  }

  /** An answer without patterns. */
  public Answer(State state, String words, Optional<Outcome> outcome) {
    this(state, words, outcome, Set.of());
  }

  /** The condition holds. */
  public static Answer holds(String words) {
    return new Answer(State.HOLDS, words, Optional.empty());
  }

  /** The condition does not hold. */
  public static Answer fails(String words) {
    return new Answer(State.FAILS, words, Optional.empty());
  }

  /** The condition does not hold. */
  public static Answer fails(String words, Outcome outcome) {
    return new Answer(State.FAILS, words, Optional.of(outcome));
  }

  /** The condition could not be checked. */
  public static Answer unknown(String words) {
    return new Answer(State.UNKNOWN, words, Optional.empty());
  }
}
