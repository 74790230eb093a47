package dev.resil.run;

import dev.resil.breaker.Decision;
import dev.resil.time.Deadline;
import java.util.Optional;

/**
 * Admits or rejects attempts, and learns their outcomes. There is one attempt at a time: an ended
 * attempt is the one admitted last.
 */
public interface Guard {
  /** The name of the breaker. */
  String name();

  /**
   * Asks for an attempt.
   *
   * @param again whether this attempt was rejected before and has waited since
   * @param deadline the end of the run, which limits the wait
   * @return the decision; empty if the breaker is unavailable, which was reported, and the policy
   *     forbids an attempt without it
   */
  Optional<Decision> ask(boolean again, Deadline deadline);

  /** Called when the admitted attempt has ended. */
  void ended(Attempt.Ended attempt);

  /** Called if the admitted attempt is not made. */
  void withdrawn();
}
