package dev.resil.posix;

/** The error numbers that resil distinguishes, the same on Linux and macOS. */
public final class Errno {
  /** Operation not permitted. */
  public static final int EPERM = 1;

  /** No such file or directory. */
  public static final int ENOENT = 2;

  /** No such process. */
  public static final int ESRCH = 3;

  /** Interrupted system call. */
  public static final int EINTR = 4;

  /** No such device or address; also a FIFO or a socket without a reader. */
  public static final int ENXIO = 6;

  /** Exec format error: no interpreter line, or another machine's binary. */
  public static final int ENOEXEC = 8;

  /** No child processes. */
  public static final int ECHILD = 10;

  /** Resource temporarily unavailable, as Linux numbers it; see {@link #isWouldBlock}. */
  public static final int EAGAIN = 11;

  /** Permission denied. */
  public static final int EACCES = 13;

  /** Invalid argument; also a descriptor that does not support the call. */
  public static final int EINVAL = 22;

  /** Illegal seek: on a pipe, a socket or a terminal. */
  public static final int ESPIPE = 29;

  /** Broken pipe. */
  public static final int EPIPE = 32;

  /** Function not implemented, as Linux numbers it. */
  public static final int ENOSYS = 38;

  private Errno() {}

  /** Whether a non-blocking descriptor was not ready: EAGAIN, 11 on Linux and 35 on macOS. */
  public static boolean isWouldBlock(int errno) {
    return errno == 11 || errno == 35;
  }
}
