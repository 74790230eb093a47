package dev.resil.run;

import dev.resil.breaker.Decision;
import java.util.Optional;

/**
 * Lets attempts through, or not, and learns what they came to. There is one attempt at a time: what
 * ended is what was let through last.
 */
public interface Guard {
  /** The name of the breaker that decides. */
  String name();

  /**
   * Asks for an attempt.
   *
   * @param again whether this attempt was rejected before and has waited since
   * @return empty where nobody can decide, which was said, and no attempt is wanted without that
   */
  Optional<Decision> ask(boolean again);

  /** An attempt that was let through has ended. */
  void ended(Attempt.Ended attempt);

  /** The attempt that was let through is not made after all. */
  void withdrawn();
}
