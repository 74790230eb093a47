package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import java.util.Optional;

/**
 * The same input for every attempt, through a pipe. Each attempt gets the kept input first, then
 * new input as it arrives and as fast as the attempt reads. Input that no attempt reads is never
 * consumed.
 */
final class ReplayedInput implements Input, Pump {
  private static final int STDIN = 0;
  private static final int NONE = -1;

  private final Posix posix;
  private final EventLoop events;
  private final KeptInput source;
  private final byte[] buffer = new byte[1 << 16];

  /** The bounds of the bytes in the buffer that are not yet written. */
  private int from;

  private int to;

  /** Whether the pipe is full and more input is available. */
  private boolean roomNeeded;

  private boolean wide;
  private int commandEnd = NONE;
  private int pipe = NONE;

  ReplayedInput(Posix posix, EventLoop events, KeptInput source) {
    this.posix = posix;
    this.events = events;
    this.source = source;
  }

  @Override
  public int open(long attempt) throws StreamException {
    source.restart(attempt);
    int[] ends = new int[2];
    int error = posix.pipe(ends);
    if (error < 0) {
      throw new StreamException("cannot create a pipe: " + posix.message(-error));
    }
    posix.setNonBlocking(ends[1]);
    commandEnd = ends[0];
    pipe = ends[1];
    from = to = 0;
    roomNeeded = false;
    wide = false;
    events.add(this);
    return commandEnd;
  }

  @Override
  public void opened() {
    posix.close(commandEnd);
  }

  @Override
  public void ended() {
    if (pipe != NONE) {
      events.remove(this);
      posix.close(pipe);
      pipe = NONE;
    }
  }

  @Override
  public Optional<String> failure() {
    return source.failure();
  }

  @Override
  public int descriptor() {
    return takesFromStdin() ? STDIN : pipe;
  }

  @Override
  public short events() {
    return takesFromStdin() ? Posix.POLLIN : Posix.POLLOUT;
  }

  private boolean takesFromStdin() {
    return !roomNeeded && from == to && source.takesFromStdin();
  }

  @Override
  public void run() {
    if (pipe == NONE) {
      return;
    }
    roomNeeded = false;
    if (from == to && !passedOnUnread()) {
      fill();
    }
    if (from < to) {
      flush();
    } else if (source.isEnded()) {
      ended();
    }
  }

  /** Passes input on without copying it, if it is kept in a file. */
  private boolean passedOnUnread() {
    if (!source.inFile()) {
      return false;
    }
    widen();
    boolean fresh = source.isCaughtUp();
    int count = source.passOn(pipe, buffer);
    boolean full = Errno.isWouldBlock(-count);
    if (fresh && full) {
      roomNeeded = posix.poll(new int[] {STDIN}, new short[] {Posix.POLLIN}, new short[1], 0) > 0;
    }
    return count >= 0 || full;
  }

  private void widen() {
    if (!wide) {
      posix.zeroCopy().widen(STDIN);
      posix.zeroCopy().widen(pipe);
      wide = true;
    }
  }

  private void fill() {
    from = to = 0;
    int count = source.read(buffer);
    if (count > 0) {
      to = count;
    } else if (count < 0) {
      ended();
    }
  }

  private void flush() {
    int count = posix.write(pipe, buffer, from, to - from);
    if (count >= 0) {
      from += count;
    } else if (count != -Errno.EINTR && !Errno.isWouldBlock(-count)) {
      ended(); // the command no longer reads
    }
  }
}
