package dev.resil.io;

import dev.resil.posix.Errno;

/** Where the command's output goes. */
public interface Sink {
  /** Takes it and forgets it. */
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

  /** The descriptor that says when there is room again. */
  int descriptor();

  /** Takes bytes without waiting: how many, or the negated errno. */
  int write(byte[] bytes, int offset, int length);

  /**
   * Takes what a pipe holds without having it copied, and without waiting.
   *
   * @return how many bytes, 0 at the pipe's end, or the negated errno: {@code -EINVAL} where it has
   *     to be read and written
   */
  default int take(int pipe) {
    return -Errno.EINVAL;
  }

  /** The same for what a spool holds from a position on. */
  default int take(Spool spool, long position) {
    return -Errno.EINVAL;
  }
}
