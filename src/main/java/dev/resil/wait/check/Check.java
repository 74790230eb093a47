package dev.resil.wait.check;

import dev.resil.wait.Answer;
import java.io.IOException;

/** A check that waits for its answer on a thread of its own. */
interface Check {
  /**
   * Waits for the answer.
   *
   * @throws IOException if it could not be checked
   */
  Answer answer() throws IOException;

  /** Gives up, from any thread; the check may go on for a while, and is no longer heard. */
  default void cancel() {}
}
