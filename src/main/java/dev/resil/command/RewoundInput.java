package dev.resil.command;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.Spawn;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;

/**
 * The input that resil was given. A file's offset is shared with whoever opened it, such as the
 * shell's loop around resil: before a retry it is put back to where the run found it, and after the
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
      start = -1; // once is enough
      listener.on(new RunEvent.InputChanged());
    }
    return Spawn.INHERIT;
  }

  /**
   * A pipe tells nobody that it was read from. It was if it holds less than before, and, unless
   * nothing was ever written, if its end has come meanwhile. A pipe that stays open and empty is
   * that of a service or a build: nothing was in it.
   */
  private boolean wasRead() {
    int now = posix.available(STDIN);
    return now < held || (now == 0 && !ended && isEnded());
  }

  /** Whether the next read would meet the end. */
  private boolean isEnded() {
    short[] ready = new short[1];
    posix.poll(new int[] {STDIN}, new short[] {Posix.POLLIN}, ready, 0);
    return posix.available(STDIN) == 0 && (ready[0] & Posix.POLLHUP) != 0;
  }
}
