package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;

/** A standard stream that resil itself writes to. */
public final class Descriptor {
  private final Posix posix;
  private final int number;
  private final long patienceNanos;

  /**
   * An open descriptor.
   *
   * @param patienceNanos how long to wait for room at most, in nanoseconds; negative for ever
   */
  public Descriptor(Posix posix, int number, long patienceNanos) {
    this.posix = posix;
    this.number = number;
    this.patienceNanos = patienceNanos;
  }

  /**
   * Writes bytes, in one go where the system allows.
   *
   * @return 0, or the errno of the write that failed
   */
  public int write(byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      int count = posix.write(number, bytes, done, bytes.length - done);
      if (count > 0) {
        done += count;
      } else if (count != -Errno.EINTR && !waitForRoom(-count)) {
        return -count;
      }
    }
    return 0;
  }

  /** A terminal or pipe that another program made non-blocking is full for a moment. */
  private boolean waitForRoom(int errno) {
    return Errno.isWouldBlock(errno)
        && posix.poll(new int[] {number}, new short[] {Posix.POLLOUT}, new short[1], patienceNanos)
            > 0;
  }
}
