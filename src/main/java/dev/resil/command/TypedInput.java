package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.Spawn;
import java.util.Optional;

/** The same input for every attempt, typed at the command's terminal. */
final class TypedInput implements Input, Pump {
  private static final int STDIN = 0;

  /** The bytes typed at once: the command may change the terminal's modes before the next. */
  private static final int PIECE = 1024;

  private final Posix posix;
  private final EventLoop events;
  private final OwnTerminal terminal;
  private final KeptInput source;
  private final EndOfInput end;
  private final byte[] read = new byte[PIECE];
  private final TypedLine line = new TypedLine();

  /** The keys that are to be typed, from an offset on. */
  private byte[] keys = {};

  private int from;
  private boolean lastKeys;
  private boolean typing;

  TypedInput(Posix posix, EventLoop events, OwnTerminal terminal, KeptInput source) {
    this.posix = posix;
    this.events = events;
    this.terminal = terminal;
    this.source = source;
    this.end = new EndOfInput(events, terminal);
  }

  @Override
  public int open(long attempt) throws StreamException {
    source.restart(attempt);
    return Spawn.TERMINAL;
  }

  @Override
  public void opened() {
    line.restart();
    take(new byte[0]);
    lastKeys = false;
    typing = true;
    events.add(this);
  }

  private void take(byte[] next) {
    keys = next;
    from = 0;
  }

  @Override
  public void ended() {
    stop();
    end.forget();
  }

  private void stop() {
    if (typing) {
      typing = false;
      events.remove(this);
    }
  }

  @Override
  public Optional<String> failure() {
    return source.failure();
  }

  @Override
  public int descriptor() {
    return takesFromStdin() ? STDIN : terminal.side();
  }

  @Override
  public short events() {
    return takesFromStdin() ? Posix.POLLIN : Posix.POLLOUT;
  }

  private boolean takesFromStdin() {
    return isIdle() && source.takesFromStdin();
  }

  private boolean isIdle() {
    return from == keys.length;
  }

  @Override
  public void run() {
    if (!typing || terminal.side() < 0) {
      return;
    }
    if (isIdle()) {
      fill();
    }
    if (!isIdle()) {
      flush();
    }
    if (isIdle() && lastKeys) {
      stop();
      end.reached();
    }
  }

  private void fill() {
    int count = source.read(read);
    if (count > 0) {
      take(line.keys(terminal.lineDiscipline(), read, count));
    } else if (count < 0) {
      stop();
    } else if (source.isEnded()) {
      take(line.rest(terminal.lineDiscipline()));
      lastKeys = true;
    }
  }

  private void flush() {
    int count = posix.write(terminal.side(), keys, from, keys.length - from);
    if (count >= 0) {
      from += count;
    } else if (count != -Errno.EINTR && !Errno.isWouldBlock(-count)) {
      stop();
    }
  }
}
