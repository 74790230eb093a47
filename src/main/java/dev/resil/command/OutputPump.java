package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.io.Sink;
import dev.resil.outcome.LineWatcher;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ZeroCopy;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Passes on what comes from a pipe of the command's, unchanged and at once. */
final class OutputPump implements Pump {
  private static final int CHUNK = 1 << 16;
  private static final int NONE = -1;

  /** As much as a pipe holds: what is read beyond it came from somebody who still writes. */
  private static final int IN_THE_PIPE = ZeroCopy.AT_ONCE;

  private final Posix posix;
  private final EventLoop events;
  private final Optional<LineWatcher> watcher;
  private final IntConsumer closer;
  private Sink sink;
  private int source;
  private byte[] buffer = new byte[CHUNK];
  private int from;
  private int to;
  private int error;
  private boolean wide;

  OutputPump(Posix posix, EventLoop events, int source, Sink sink, Optional<LineWatcher> watcher) {
    this(posix, events, source, sink, watcher, posix::close);
  }

  /** The same for a source that others must be told of when it is closed. */
  OutputPump(
      Posix posix,
      EventLoop events,
      int source,
      Sink sink,
      Optional<LineWatcher> watcher,
      IntConsumer closer) {
    this.posix = posix;
    this.events = events;
    this.source = source;
    this.sink = sink;
    this.watcher = watcher;
    this.closer = closer;
    events.add(this);
  }

  /** The end has come and everything has been passed on, or nothing more can be. */
  boolean finished() {
    return source == NONE && (from == to || error != 0);
  }

  /** Whether something was read and not yet passed on. */
  boolean pending() {
    return from < to && error == 0;
  }

  /** The errno with which the sink refused, 0 if it did not. */
  int error() {
    return error;
  }

  /** What the sink refused to take. */
  byte[] refused() {
    return Arrays.copyOfRange(buffer, from, to);
  }

  @Override
  public int descriptor() {
    return pending() ? sink.descriptor() : source;
  }

  @Override
  public short events() {
    return pending() ? Posix.POLLOUT : Posix.POLLIN;
  }

  @Override
  public void run() {
    if (!pending() && source != NONE && !passedOnUnread()) {
      from = to = 0;
      read();
    }
    flush();
    if (finished()) {
      events.remove(this);
    }
  }

  /** Where nobody wants to see the bytes, and the sink can take them as they are. */
  private boolean passedOnUnread() {
    int count = watcher.isPresent() ? -Errno.EINVAL : sink.take(source);
    if (count == 0) {
      close();
    } else if (count > 0 && !wide) {
      posix.zeroCopy().widen(source);
      wide = true;
    }
    return count >= 0 || Errno.isWouldBlock(-count);
  }

  private int read() {
    int count = posix.read(source, buffer, to, buffer.length - to);
    if (count > 0) {
      int start = to;
      to += count;
      watcher.ifPresent(w -> w.feed(buffer, start, to));
    } else if (count != -Errno.EINTR && !Errno.isWouldBlock(-count)) {
      close();
    }
    return Math.max(0, count);
  }

  private void flush() {
    while (pending()) {
      int count = sink.write(buffer, from, to - from);
      if (count > 0) {
        from += count;
      } else if (Errno.isWouldBlock(-count)) {
        return;
      } else if (count != -Errno.EINTR) {
        refuse(count);
      }
    }
  }

  /**
   * The command is to find its pipe closed, as it would find resil's stream without resil. What it
   * has already written is not lost, unless nobody reads it.
   */
  private void refuse(int errno) {
    error = -errno;
    if (error == Errno.EPIPE) {
      from = to;
    } else {
      takeIn();
    }
    close();
  }

  /** Takes in what is in the pipe now. */
  private void takeIn() {
    for (int taken = 0; source != NONE && taken < IN_THE_PIPE && readable(); ) {
      if (from == to) {
        from = to = 0;
      } else if (to == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      taken += read();
      flush();
    }
  }

  private void close() {
    if (source != NONE) {
      closer.accept(source);
      source = NONE;
    }
  }

  /**
   * The command has ended: takes in all that it left in the pipe, so that what comes later is known
   * to be somebody else's.
   */
  void commandEnded() {
    takeIn();
    if (finished()) {
      events.remove(this);
    }
  }

  private boolean readable() {
    return posix.poll(new int[] {source}, new short[] {Posix.POLLIN}, new short[1], 0) > 0;
  }

  /** What comes from now on is no longer the attempt's. */
  void redirect(Sink other) {
    sink = other;
  }

  /** The attempt has been waited for: its last line, if it has no end, is a line too. */
  void attemptEnded() {
    watcher.ifPresent(LineWatcher::end);
  }
}
