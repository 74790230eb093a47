package dev.resil.run;

import dev.resil.limit.Answer;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limit that processes share, as one run uses it: the run holds at most one permit of it. A
 * permit that was lost, because its lease could not be renewed, is not held.
 */
public interface SharedLimit {
  /** The name of the limit. */
  String name();

  /** Whether it is a lock, and not a limit on attempts. */
  boolean isLock();

  /** Whether a permit is held. */
  boolean isHeld();

  /**
   * Asks for a permit.
   *
   * @param waits whether to keep a place in the queue
   * @param deadline the end of the run, which limits the wait for the store
   * @return the answer; empty if the limit is unavailable, which was reported, and the policy
   *     forbids to go on without it
   */
  Optional<Answer> ask(boolean waits, Deadline deadline);

  /**
   * Waits until a new request may succeed.
   *
   * @param most the longest wait
   * @return the signal that stopped the run meanwhile; empty for none
   */
  OptionalInt await(Duration most);

  /** Gives up the place in the queue. */
  void leave();

  /** Returns the permit, if one is held. */
  void release();

  /** Returns the permit unused. */
  void withdraw();
}
