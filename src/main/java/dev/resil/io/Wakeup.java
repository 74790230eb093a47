package dev.resil.io;

import dev.resil.posix.Posix;

/**
 * Wakes the event loop from another thread. It exists until resil exits: what was cancelled may
 * still report its end.
 */
public final class Wakeup implements Pump {
  private final Posix posix;
  private final int[] ends = new int[2];
  private final byte[] buffer = new byte[64];

  /** A wakeup of a loop. */
  public Wakeup(Posix posix, EventLoop events) {
    this.posix = posix;
    int error = posix.pipe(ends);
    if (error < 0) {
      throw new IllegalStateException("cannot create a pipe: " + posix.message(-error));
    }
    posix.setNonBlocking(ends[0]);
    posix.setNonBlocking(ends[1]);
    events.add(this);
  }

  /** May be called from any thread. */
  public void wake() {
    posix.write(ends[1], new byte[1], 0, 1);
  }

  @Override
  public int descriptor() {
    return ends[0];
  }

  @Override
  public short events() {
    return Posix.POLLIN;
  }

  @Override
  public void run() {
    posix.read(ends[0], buffer, 0, buffer.length);
  }
}
