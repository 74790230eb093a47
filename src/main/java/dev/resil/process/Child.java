package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import java.util.Optional;

/** The process of a command, running or ended. */
public final class Child {
  /** A limit: during a fork storm, children never stop ending. */
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

  /** Its exit status; empty while it runs. */
  public Optional<Reaped> ended() {
    return ended;
  }

  /** Reaps ended children: this one and adopted orphans. */
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
