package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;

/** Passes keys on to the command's own terminal, which turns some into signals. */
final class Keyboard implements Pump {
  private static final int STDIN = 0;
  private static final int NONE = -1;
  private static final int TSTP = Signals.require("TSTP");
  private static final int DELETE = 0x7f;

  private final Posix posix;
  private final EventLoop events;
  private final OwnTerminal terminal;
  private final byte[] keys = new byte[4096];
  private int from;
  private int to;
  private boolean ended;

  Keyboard(Posix posix, EventLoop events, OwnTerminal terminal) {
    this.posix = posix;
    this.events = events;
    this.terminal = terminal;
  }

  /** Discards keys that were typed for an earlier attempt. */
  void forget() {
    from = to = 0;
  }

  @Override
  public int descriptor() {
    if (from < to) {
      return terminal.side();
    }
    return ended ? NONE : STDIN;
  }

  @Override
  public short events() {
    return from < to ? Posix.POLLOUT : Posix.POLLIN;
  }

  @Override
  public void run() {
    if (from == to && terminal.mayRead()) {
      read();
    }
    if (from < to) {
      int count = posix.write(terminal.side(), keys, from, to - from);
      if (count > 0) {
        from += count;
      } else if (count != -Errno.EINTR && !Errno.isWouldBlock(-count)) {
        forget(); // no process has the terminal open
      }
    }
  }

  private void read() {
    int count = posix.read(STDIN, keys, 0, keys.length);
    if (count <= 0) {
      ended = count != -Errno.EINTR && !Errno.isWouldBlock(-count);
      return;
    }
    from = 0;
    to = count;
    for (int i = 0; i < count; i++) {
      int key = Byte.toUnsignedInt(keys[i]);
      if (key < ' ' || key >= DELETE) {
        announce(terminal.signalOf(key));
      }
    }
  }

  /** Tells resil of the signal, which the terminal sends only to the command. */
  private void announce(int signal) {
    if (signal == TSTP) {
      terminal.stopTyped();
    } else if (signal != 0) {
      events.putBack(new ReceivedSignal(signal, true));
    }
  }
}
