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

/** Passes on the command's output from a pipe, unchanged and at once. */
final class OutputPump implements Pump {
  private static final int CHUNK = 1 << 16;
  private static final int NONE = -1;

  /** The capacity of a pipe: bytes beyond it come from a process that is still writing. */
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

  /** A pump for a source that {@code closer} must close. */
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

  /** Whether the source has ended and everything was passed on, or the sink failed. */
  boolean finished() {
    return source == NONE && (from == to || error != 0);
  }

  /** Whether bytes were read and not yet passed on. */
  boolean pending() {
    return from < to && error == 0;
  }

  /** The errno of the sink; 0 if it did not fail. */
  int error() {
    return error;
  }

  /** The bytes that the failed sink did not take. */
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

  /** Passes bytes on without reading them, if there are no patterns and the sink supports it. */
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
   * Closes the command's pipe, since without resil the command would find the stream closed. Bytes
   * that it has already written are kept, unless there is no reader.
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

  /** Reads the current content of the pipe. */
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
   * Called when the command has ended: reads all that it left in the pipe, so that later bytes are
   * known to come from other processes.
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

  /** Sends later bytes, which do not belong to the attempt, to another sink. */
  void redirect(Sink other) {
    sink = other;
  }

  /** Called when the attempt has ended: a last line without a line feed counts as a line. */
  void attemptEnded() {
    watcher.ifPresent(LineWatcher::end);
  }
}
