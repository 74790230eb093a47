package dev.resil.command;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.Spawn;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;

/**
 * resil's own input. The offset of a file is shared with other processes, such as a shell loop
 * around resil: before a retry it is set back to its value at the start of the run, and after the
 * run it is where the last attempt left it, as after a command without resil.
 */
final class RewoundInput implements Input {
  private static final int STDIN = 0;

  private final Posix posix;
  private final RunListener listener;
  private long start;
  private int held;
  private boolean ended;

  RewoundInput(Posix posix, RunListener listener) {
    this.posix = posix;
    this.listener = listener;
  }

  @Override
  public int open(long attempt) {
    if (attempt == 1) {
      start = posix.seek(STDIN, 0, Posix.FROM_HERE);
      if (start == -Errno.ESPIPE && !posix.isTerminal(STDIN)) {
        held = posix.available(STDIN);
        ended = isEnded();
      }
    } else if (start >= 0) {
      posix.seek(STDIN, start, Posix.FROM_START);
    } else if (start == -Errno.ESPIPE && wasRead()) {
      start = -1; // report it once
      listener.on(new RunEvent.InputChanged());
    }
    return Spawn.INHERIT;
  }

  /**
   * Whether an attempt read from a pipe. It did if the pipe holds less than before, or if it has
   * reached its end meanwhile. A pipe that stays open and empty, as in services and builds, was not
   * read.
   */
  private boolean wasRead() {
    int now = posix.available(STDIN);
    return now < held || (now == 0 && !ended && isEnded());
  }

  /** Whether the next read would return the end. */
  private boolean isEnded() {
    short[] ready = new short[1];
    posix.poll(new int[] {STDIN}, new short[] {Posix.POLLIN}, ready, 0);
    return posix.available(STDIN) == 0 && (ready[0] & Posix.POLLHUP) != 0;
  }
}
