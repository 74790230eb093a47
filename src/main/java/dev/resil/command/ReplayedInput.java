package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.io.Pump;
import dev.resil.io.Spool;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.text.Printable;
import java.util.Optional;

/**
 * The same input for every attempt, through a pipe. Input that was read once is kept; each attempt
 * gets the kept input first, then new input as it arrives and as fast as the attempt reads. Input
 * that no attempt reads is never consumed.
 */
final class ReplayedInput implements Input, Pump {
  private static final int STDIN = 0;
  private static final int NONE = -1;

  private final Posix posix;
  private final EventLoop events;
  private final RunListener listener;
  private final String folder;
  private final Spool spool;
  private final byte[] buffer = new byte[1 << 16];

  /** The bounds of the bytes in the buffer that are not yet written. */
  private int from;

  private int to;

  /** The number of bytes of input given to the attempt, including the buffer. */
  private long given;

  private boolean sourceEnded;
  private boolean incomplete;
  private boolean broken;

  /** Whether the pipe is full and more input is available. */
  private boolean roomNeeded;

  private boolean wide;
  private int commandEnd = NONE;
  private int pipe = NONE;

  ReplayedInput(Posix posix, EventLoop events, String folder, RunListener listener) {
    this.posix = posix;
    this.events = events;
    this.listener = listener;
    this.folder = folder;
    this.spool = new Spool(posix, folder);
  }

  @Override
  public int open(long attempt) throws StreamException {
    if (incomplete) {
      throw new StreamException("no other attempt can get the same input");
    }
    int[] ends = new int[2];
    int error = posix.pipe(ends);
    if (error < 0) {
      throw new StreamException("cannot create a pipe: " + posix.message(-error));
    }
    posix.setNonBlocking(ends[1]);
    commandEnd = ends[0];
    pipe = ends[1];
    from = to = 0;
    given = 0;
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
    return broken
        ? Optional.of("cannot read its input back from a file in " + Printable.of(folder))
        : Optional.empty();
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
    return !roomNeeded && from == to && given >= spool.size() && !sourceEnded;
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
    } else if (sourceEnded && given >= spool.size()) {
      ended();
    }
  }

  /** Passes input on without copying it, if it is kept in a file. */
  private boolean passedOnUnread() {
    if (!spool.inFile()) {
      return false;
    }
    widen();
    int count = given < spool.size() ? spool.send(given, pipe) : readOnUnread();
    given += Math.max(0, count);
    return count >= 0 || Errno.isWouldBlock(-count);
  }

  private void widen() {
    if (!wide) {
      posix.zeroCopy().widen(STDIN);
      posix.zeroCopy().widen(pipe);
      wide = true;
    }
  }

  private int readOnUnread() {
    int count = sourceEnded ? 0 : posix.zeroCopy().tee(STDIN, pipe);
    if (count > 0) {
      keep(count);
    } else if (Errno.isWouldBlock(-count)) {
      roomNeeded = posix.poll(new int[] {STDIN}, new short[] {Posix.POLLIN}, new short[1], 0) > 0;
    }
    sourceEnded = sourceEnded || count == 0;
    return count;
  }

  /** Moves bytes that the attempt has been given from resil's input to the spool. */
  private void keep(int count) {
    int left = count;
    int taken = 1;
    while (left > 0 && (taken > 0 || taken == -Errno.EINTR)) {
      taken = spool.take(STDIN, left);
      left -= Math.max(0, taken);
    }
    if (left > 0) {
      notKept(taken);
    }
    while (left > 0) {
      int dropped = posix.read(STDIN, buffer, 0, Math.min(left, buffer.length));
      left = dropped > 0 ? left - dropped : 0;
    }
  }

  private void fill() {
    from = to = 0;
    int count = given < spool.size() ? spool.read(given, buffer) : readOn();
    if (count > 0) {
      to = count;
      given += count;
    } else if (given < spool.size()) {
      broken = true; // the file cannot be read: end early instead of passing wrong bytes
      ended();
    }
  }

  private int readOn() {
    int count = sourceEnded ? 0 : posix.read(STDIN, buffer, 0, buffer.length);
    if (count == -Errno.EINTR || Errno.isWouldBlock(-count)) {
      return 0;
    }
    sourceEnded = count <= 0;
    if (count > 0 && !incomplete) {
      int error = spool.append(buffer, 0, count);
      if (error < 0) {
        notKept(error);
      }
    }
    return count;
  }

  private void notKept(int error) {
    incomplete = true;
    spool.close();
    listener.on(new RunEvent.InputNotKept(Printable.of(folder), posix.message(-error)));
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
