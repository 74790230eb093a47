package dev.resil.posix;

/**
 * An ended child.
 *
 * @param pid its process id
 * @param status its status, in the encoding of {@code waitpid(2)}
 */
public record Reaped(int pid, int status) {
  /** Whether it exited, instead of being killed by a signal. */
  public boolean exited() {
    return (status & 0x7f) == 0;
  }

  /** Its exit code, 0–255. */
  public int exitCode() {
    return (status >> 8) & 0xff;
  }

  /** The signal that ended it. */
  public int signal() {
    return status & 0x7f;
  }
}
