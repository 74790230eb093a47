package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;

/**
 * An output stream of resil. A slow or stopped reader must not keep resil from receiving signals,
 * and the stream itself must not be made non-blocking, since other processes share it.
 */
public final class LiveSink implements Sink {
  /**
   * The size of a write that never blocks on a writable pipe, on any system (POSIX, limits.h:
   * PIPE_BUF).
   */
  private static final int SURE_TO_FIT = 512;

  private final Posix posix;
  private final int descriptor;
  private final int atOnce;
  private boolean widened;

  private LiveSink(Posix posix, int descriptor, int atOnce) {
    this.posix = posix;
    this.descriptor = descriptor;
    this.atOnce = atOnce;
  }

  /** The stream of a descriptor: 1 or 2. */
  public static LiveSink of(Posix posix, int stream) {
    if (posix.seek(stream, 0, Posix.FROM_HERE) != -Errno.ESPIPE) {
      return new LiveSink(posix, stream, Integer.MAX_VALUE); // writes to a file do not wait
    }
    // the same pipe or terminal (Linux), opened anew, so that it may be non-blocking
    int own = posix.open("/proc/self/fd/" + stream, true, true);
    return own >= 0
        ? new LiveSink(posix, own, Integer.MAX_VALUE)
        : new LiveSink(posix, stream, SURE_TO_FIT);
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int write(byte[] bytes, int offset, int length) {
    if (atOnce == SURE_TO_FIT && !hasRoom()) {
      return -Errno.EAGAIN;
    }
    return posix.write(descriptor, bytes, offset, Math.min(length, atOnce));
  }

  @Override
  public int take(Spool spool, long position) {
    if (!spool.inFile() || atOnce == SURE_TO_FIT) {
      return -Errno.EINVAL;
    }
    if (!widened) {
      posix.zeroCopy().widen(descriptor);
      widened = true;
    }
    return spool.send(position, descriptor);
  }

  private boolean hasRoom() {
    return posix.poll(new int[] {descriptor}, new short[] {Posix.POLLOUT}, new short[1], 0) > 0;
  }
}
