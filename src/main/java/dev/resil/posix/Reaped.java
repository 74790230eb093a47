package dev.resil.posix;

/**
 * A child that ended.
 *
 * @param pid its process id
 * @param status how it ended, as {@code waitpid(2)} encodes it
 */
public record Reaped(int pid, int status) {
  /** Whether it ended by exiting, rather than by a signal. */
  public boolean exited() {
    return (status & 0x7f) == 0;
  }

  /** The code it exited with, 0–255. */
  public int exitCode() {
    return (status >> 8) & 0xff;
  }

  /** The signal that ended it. */
  public int signal() {
    return status & 0x7f;
  }
}
