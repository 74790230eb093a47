package dev.resil.process;

import dev.resil.posix.ReceivedSignal;

/** Job control for a command with a terminal of its own. */
public interface JobControl {
  /**
   * Handles a signal that concerns the terminal.
   *
   * @return whether the signal needs no further handling
   */
  boolean handles(ReceivedSignal signal);

  /**
   * Stops the command, then resil; both are continued together.
   *
   * @param resil stops resil, and returns once it is continued
   */
  void suspend(Runnable resil);
}
