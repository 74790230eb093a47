package dev.resil.posix;

/**
 * Calls that move bytes on without copying them through this process. As in {@link Posix}, an
 * {@code int} result below zero is the negated {@code errno}; {@code -EINVAL} says that it cannot
 * be done with such descriptors, which whoever calls then copies.
 */
public interface ZeroCopy {
  /** What is moved at once, at most, and how much a wide pipe holds (pipe(7), pipe-max-size). */
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
   * Puts what a pipe holds into another pipe as well, without waiting: {@code tee(2)}.
   *
   * @return how many bytes, 0 at the end, or the negated errno
   */
  int tee(int from, int to);

  /**
   * Moves what a pipe holds to a position of a file, without waiting for the pipe: {@code
   * splice(2)}.
   *
   * @return how many bytes, 0 at the end, or the negated errno
   */
  int splice(int pipe, int file, long position, int length);

  /**
   * Sends a part of a file to another descriptor, and waits only if that one does: {@code
   * sendfile(2)}. The file's offset stays.
   *
   * @return how many bytes, 0 at the file's end, or the negated errno
   */
  int sendFile(int file, long position, int to, int length);

  /**
   * Sets the disk to work on a part of a file, without waiting for it and without a promise: {@code
   * sync_file_range(2)}. Errors are for who syncs the file.
   */
  int startWriting(int file, long position, long length);

  /** Lets a pipe hold {@link #AT_ONCE} bytes, if it holds fewer: {@code F_SETPIPE_SZ}. */
  int widen(int pipe);
}
