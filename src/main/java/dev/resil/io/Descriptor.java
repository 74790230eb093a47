package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;

/** A standard stream that resil itself writes to. */
public final class Descriptor {
  private final Posix posix;
  private final int number;
  private final long timeoutNanos;

  /**
   * An open descriptor.
   *
   * @param timeoutNanos how long to wait until a write does not block, in nanoseconds; negative for
   *     no limit
   */
  public Descriptor(Posix posix, int number, long timeoutNanos) {
    this.posix = posix;
    this.number = number;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Writes bytes, with a single system call if possible.
   *
   * @return 0, or the errno of the failed write
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

  /** A terminal or pipe that another program made non-blocking may be full. */
  private boolean waitForRoom(int errno) {
    return Errno.isWouldBlock(errno)
        && posix.poll(new int[] {number}, new short[] {Posix.POLLOUT}, new short[1], timeoutNanos)
            > 0;
  }
}
