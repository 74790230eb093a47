package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import java.util.Optional;

/** The command's own process, while it runs and after. */
public final class Child {
  /** In a fork storm there is always one more. */
  private static final int AT_ONCE = 4096;

  private final Posix posix;
  private final int pid;
  private Optional<Reaped> ended = Optional.empty();

  public Child(Posix posix, int pid) {
    this.posix = posix;
    this.pid = pid;
  }

  int pid() {
    return pid;
  }

  /** How it ended; empty while it runs. */
  public Optional<Reaped> ended() {
    return ended;
  }

  /** Reaps children that ended: this one, and orphans that nobody else would reap. */
  public void reap() {
    for (int i = 0; i < AT_ONCE; i++) {
      Optional<Reaped> next = posix.reap();
      if (next.isEmpty()) {
        return;
      } else if (next.get().pid() == pid) {
        ended = next;
      }
    }
  }
}
