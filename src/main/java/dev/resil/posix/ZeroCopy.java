package dev.resil.posix;

/**
 * Calls that move bytes without copying them through this process. As in {@link Posix}, an {@code
 * int} result below zero is the negated {@code errno}; {@code -EINVAL} means that the descriptors
 * do not support it, and the caller must copy the bytes.
 */
public interface ZeroCopy {
  /**
   * The most bytes moved by one call, and the capacity of a widened pipe (pipe(7), pipe-max-size).
   */
  int AT_ONCE = 1 << 20;

  /** A system without such calls. */
  ZeroCopy NONE =
      new ZeroCopy() {
        @Override
        public int tee(int from, int to) {
          return -Errno.EINVAL;
        }

        @Override
        public int splice(int pipe, int file, long position, int length) {
          return -Errno.EINVAL;
        }

        @Override
        public int sendFile(int file, long position, int to, int length) {
          return -Errno.EINVAL;
        }

        @Override
        public int widen(int pipe) {
          return -Errno.EINVAL;
        }

        @Override
        public int startWriting(int file, long position, long length) {
          return -Errno.EINVAL;
        }
      };

  /**
   * Copies the content of a pipe to another pipe, without consuming it or blocking: {@code tee(2)}.
   *
   * @return the number of bytes, 0 at the end, or the negated errno
   */
  int tee(int from, int to);

  /**
   * Moves the content of a pipe to a position of a file, without blocking on the pipe: {@code
   * splice(2)}.
   *
   * @return the number of bytes, 0 at the end, or the negated errno
   */
  int splice(int pipe, int file, long position, int length);

  /**
   * Sends a part of a file to another descriptor: {@code sendfile(2)}. Blocks only if that
   * descriptor does. The file's offset does not change.
   *
   * @return the number of bytes, 0 at the file's end, or the negated errno
   */
  int sendFile(int file, long position, int to, int length);

  /**
   * Starts writing a part of a file to disk, without waiting and without a guarantee: {@code
   * sync_file_range(2)}. Errors appear when the file is synced.
   */
  int startWriting(int file, long position, long length);

  /** Raises the capacity of a pipe to {@link #AT_ONCE} bytes: {@code F_SETPIPE_SZ}. */
  int widen(int pipe);
}
