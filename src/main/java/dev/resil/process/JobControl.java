package dev.resil.process;

import dev.resil.posix.ReceivedSignal;

/** The terminal that a command has to itself: it answers for the signals of job control. */
public interface JobControl {
  /**
   * Acts on a signal that is about the terminal.
   *
   * @return whether nothing more is to be done about it
   */
  boolean handles(ReceivedSignal signal);

  /**
   * Stops the command and lets resil stop itself; both go on together.
   *
   * @param resil stops resil, and returns once it is continued
   */
  void suspend(Runnable resil);
}
