package dev.resil.io;

import dev.resil.posix.Errno;

/** A destination of the command's output. */
public interface Sink {
  /** Discards all output. */
  Sink DROPPED =
      new Sink() {
        @Override
        public int descriptor() {
          return -1;
        }

        @Override
        public int write(byte[] bytes, int offset, int length) {
          return length;
        }
      };

  /** The descriptor to poll until a write succeeds. */
  int descriptor();

  /** Writes bytes without waiting. Returns their number, or the negated errno. */
  int write(byte[] bytes, int offset, int length);

  /**
   * Takes the content of a pipe without copying it, and without waiting.
   *
   * @return the number of bytes, 0 at the pipe's end, or the negated errno: {@code -EINVAL} if the
   *     caller must read and write it
   */
  default int take(int pipe) {
    return -Errno.EINVAL;
  }

  /** Takes the content of a spool from a position on, as {@link #take(int)}. */
  default int take(Spool spool, long position) {
    return -Errno.EINVAL;
  }
}
