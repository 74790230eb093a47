package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;

/**
 * One of resil's own output streams. A reader that is slow or stopped must not keep resil from
 * hearing signals, and the stream itself must not be made non-blocking, since others share it.
 */
public final class LiveSink implements Sink {
  /** What a pipe that has room takes at once on every system (POSIX, limits.h: PIPE_BUF). */
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

  /** The stream behind a descriptor: 1 or 2. */
  public static LiveSink of(Posix posix, int stream) {
    if (posix.seek(stream, 0, Posix.FROM_HERE) != -Errno.ESPIPE) {
      return new LiveSink(posix, stream, Integer.MAX_VALUE); // a file has room or an error at once
    }
    // the same pipe or terminal (Linux), but an open file of resil's own that may be non-blocking
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
