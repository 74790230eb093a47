package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The process of a command, running or ended. */
public final class Child {
  /** A limit: during a fork storm, children never stop ending. */
  private static final int AT_ONCE = 4096;

  private final Posix posix;
  private final int pid;
  private Optional<Reaped> ended = Optional.empty();
  private IntConsumer onReap = _ -> {};

  public Child(Posix posix, int pid) {
    this.posix = posix;
    this.pid = pid;
  }

  int pid() {
    return pid;
  }

  /** From now on, calls this with the id of each reaped child: the id may be used again. */
  void onReap(IntConsumer listener) {
    onReap = listener;
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
      }
      onReap.accept(next.get().pid());
      if (next.get().pid() == pid) {
        ended = next;
      }
    }
  }
}
