package dev.resil.command;

import dev.resil.io.Spool;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.text.Printable;
import java.util.Optional;

/**
 * resil's input, from its start for each attempt. A file is read again; what came from a pipe is
 * kept when it is read, and new input follows what is kept.
 */
final class KeptInput {
  private static final int STDIN = 0;

  private final Posix posix;
  private final RunListener listener;
  private final String folder;
  private final Spool spool;

  /** The position in the file at which the run started; negative if it is not a file. */
  private final long start;

  private final boolean keeps;

  /** The number of bytes given to the attempt. */
  private long given;

  private boolean sourceEnded;
  private boolean incomplete;
  private boolean broken;

  /**
   * Input that is kept in memory, or in a file in the given folder.
   *
   * @param onlyOnce whether there is only one attempt, so that nothing need be kept
   */
  KeptInput(Posix posix, String folder, RunListener listener, boolean onlyOnce) {
    this.posix = posix;
    this.listener = listener;
    this.folder = folder;
    this.spool = new Spool(posix, folder);
    this.start = posix.seek(STDIN, 0, Posix.FROM_HERE);
    this.keeps = !onlyOnce && start < 0;
  }

  /**
   * Goes back to the start, for an attempt.
   *
   * @param attempt the attempt's number, from 1
   */
  void restart(long attempt) throws StreamException {
    if (incomplete) {
      throw new StreamException("no other attempt can get the same input");
    }
    given = 0;
    if (start >= 0 && attempt > 1) {
      posix.seek(STDIN, start, Posix.FROM_START);
      sourceEnded = false;
    }
  }

  /** Whether the attempt has been given all that is kept. */
  boolean isCaughtUp() {
    return given >= spool.size();
  }

  /** Whether the attempt has been given all input. */
  boolean isEnded() {
    return isCaughtUp() && sourceEnded;
  }

  /** Whether the next bytes come from resil's stdin. */
  boolean takesFromStdin() {
    return isCaughtUp() && !sourceEnded;
  }

  /** Whether kept input is in a file, and {@link #passOn} can move it. */
  boolean inFile() {
    return spool.inFile();
  }

  /**
   * Reads the next bytes.
   *
   * @return their number; 0 if there are none now; negative if what is kept cannot be read: the
   *     attempt must end rather than get the wrong bytes
   */
  int read(byte[] into) {
    if (isCaughtUp()) {
      return readOn(into);
    }
    int count = spool.read(given, into);
    given += Math.max(0, count);
    broken = count <= 0;
    return broken ? -1 : count;
  }

  private int readOn(byte[] into) {
    int count = sourceEnded ? 0 : posix.read(STDIN, into, 0, into.length);
    if (count == -Errno.EINTR || Errno.isWouldBlock(-count)) {
      return 0;
    }
    sourceEnded = count <= 0;
    if (count > 0 && keeps && !incomplete) {
      int error = spool.append(into, 0, count);
      if (error < 0) {
        notKept(error);
      }
    }
    given += Math.max(0, count);
    return Math.max(0, count);
  }

  /**
   * Moves the next bytes to a pipe without copying them, if they are {@link #inFile}.
   *
   * @param buffer a place for bytes that cannot be kept
   * @return their number, or the negated errno
   */
  int passOn(int pipe, byte[] buffer) {
    int count = isCaughtUp() ? tee(pipe, buffer) : spool.send(given, pipe);
    given += Math.max(0, count);
    return count;
  }

  private int tee(int pipe, byte[] buffer) {
    int count = sourceEnded ? 0 : posix.zeroCopy().tee(STDIN, pipe);
    if (count > 0) {
      keep(count, buffer);
    }
    sourceEnded = sourceEnded || count == 0;
    return count;
  }

  /** Moves bytes that the attempt has been given from resil's input to the spool. */
  private void keep(int count, byte[] buffer) {
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

  private void notKept(int error) {
    incomplete = true;
    spool.close();
    listener.on(new RunEvent.InputNotKept(Printable.of(folder), posix.message(-error)));
  }

  /** The reason why the attempt did not get all of its input. */
  Optional<String> failure() {
    return broken
        ? Optional.of("cannot read its input back from a file in " + Printable.of(folder))
        : Optional.empty();
  }
}
