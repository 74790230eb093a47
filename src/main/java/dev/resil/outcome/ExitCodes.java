package dev.resil.outcome;

/** The exit codes of resil that are not a command's own. */
public final class ExitCodes {
  /** A server responded with an HTTP error: the code of {@code curl --fail}. */
  public static final int HTTP_ERROR = 22;

  /** The breaker rejected the call: EX_TEMPFAIL of sysexits.h, try again later. */
  public static final int REJECTED = 75;

  /** A timeout: the code of {@code timeout(1)}. */
  public static final int TIMEOUT = 124;

  /** A usage error, or a failure of resil itself: the code of {@code timeout(1)}. */
  public static final int RESIL_FAILED = 125;

  /** The command was found but cannot be executed: the code of shells (POSIX, 2.8.2). */
  public static final int NOT_EXECUTABLE = 126;

  /** The command was not found: the code of shells (POSIX, 2.8.2). */
  public static final int NOT_FOUND = 127;

  private static final int SIGNALLED = 128;

  private ExitCodes() {}

  /** The code of a process that a signal ended: 128 plus its number, as in shells. */
  public static int ofSignal(int signal) {
    return SIGNALLED + signal;
  }
}
