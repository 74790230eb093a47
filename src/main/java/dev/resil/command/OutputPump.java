package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.io.Sink;
import dev.resil.io.Tail;
import dev.resil.outcome.LineWatcher;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ZeroCopy;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Passes on what comes from a pipe of the command, unchanged and without delay. It searches what it
 * has read before it reads more: a command that writes faster has to wait.
 */
final class OutputPump implements Pump {
  private static final int CHUNK = 1 << 16;
  private static final int NONE = -1;

  /** The capacity of a pipe: bytes beyond it come from a process that is still writing. */
  private static final int IN_THE_PIPE = ZeroCopy.AT_ONCE;

  private final Posix posix;
  private final EventLoop events;
  private final IntConsumer closer;
  private final Runnable progress;
  private Optional<LineWatcher> watcher;
  private Optional<Tail> tail;
  private Sink sink;
  private int source;

  /** What was read: passed on up to {@link #from}, searched up to {@link #searched}. */
  private byte[] buffer = new byte[CHUNK];

  private int from;
  private int searched;
  private int to;
  private int error;
  private boolean wide;

  OutputPump(Posix posix, EventLoop events, int source, Sink sink, Optional<LineWatcher> watcher) {
    this(posix, events, source, sink, watcher, Optional.empty(), posix::close, () -> {});
  }

  /**
   * A pump for a source that {@code closer} must close.
   *
   * @param tail gets all bytes that are read before the attempt has ended
   * @param progress called when bytes were read, passed on or searched
   */
  OutputPump(
      Posix posix,
      EventLoop events,
      int source,
      Sink sink,
      Optional<LineWatcher> watcher,
      Optional<Tail> tail,
      IntConsumer closer,
      Runnable progress) {
    this.posix = posix;
    this.events = events;
    this.source = source;
    this.sink = sink;
    this.watcher = watcher;
    this.tail = tail;
    this.closer = closer;
    this.progress = progress;
    events.add(this);
  }

  /** Whether the end was reached and everything has been searched and passed on, or refused. */
  boolean finished() {
    return source == NONE && !pending() && !isBusy();
  }

  @Override
  public boolean isBusy() {
    return searched < to && watcher.isPresent();
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
    return pending() ? sink.descriptor() : isBusy() ? NONE : source;
  }

  @Override
  public short events() {
    return pending() ? Posix.POLLOUT : Posix.POLLIN;
  }

  @Override
  public void run() {
    if (!pending() && !isBusy() && source != NONE && !passedOnUnread()) {
      read();
    }
    flush();
    search();
    removeIfFinished();
  }

  private void removeIfFinished() {
    if (finished()) {
      events.remove(this);
    }
  }

  private void search() {
    if (isBusy()) {
      searched = watcher.get().search(buffer, searched, to);
      progress.run();
    }
  }

  /**
   * Passes bytes on without reading them, if nothing is left to search for and the sink supports
   * it.
   */
  private boolean passedOnUnread() {
    boolean watched = tail.isPresent() || watcher.filter(w -> !w.isDone()).isPresent();
    int count = watched ? -Errno.EINVAL : sink.take(source);
    if (count == 0) {
      close();
    } else if (count > 0) {
      progress.run();
      widen();
    }
    return count >= 0 || Errno.isWouldBlock(-count);
  }

  private void widen() {
    if (!wide) {
      posix.zeroCopy().widen(source);
      wide = true;
    }
  }

  private int read() {
    if (from == to && !isBusy()) {
      from = searched = to = 0;
    } else if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = posix.read(source, buffer, to, buffer.length - to);
    if (count > 0) {
      if (tail.isPresent()) {
        tail.get().append(buffer, to, count);
      }
      to += count;
      progress.run();
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
        progress.run();
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
    removeIfFinished();
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
    if (!isBusy()) {
      watcher.ifPresent(LineWatcher::end);
    }
    tail = Optional.empty();
    stopSearch();
  }

  /** Leaves the rest unsearched. */
  void stopSearch() {
    watcher = Optional.empty();
    removeIfFinished();
  }
}
