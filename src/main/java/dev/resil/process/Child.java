package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import java.util.Optional;

/** The command's own process, while it runs and after. */
public final class Child {
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

  /** Reaps all children that ended: this one, and orphans that nobody else would reap. */
  public void reap() {
    for (Optional<Reaped> next = posix.reap(); next.isPresent(); next = posix.reap()) {
      if (next.get().pid() == pid) {
        ended = next;
      }
    }
  }
}
