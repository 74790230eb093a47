package dev.resil.state;

/**
 * Names the processes that hold leases, so that other processes can tell whether they are alive.
 */
public interface Holders {
  /** This process. */
  String self();

  /** The name of this process's host: {@code $RESIL_HOST}, else the system's hostname. */
  String host();

  /** Whether a process is alive; true if that can't be known. */
  boolean isAlive(String holder);

  /** Whether it can be known for certain whether a process is alive. */
  default boolean isVisible(String holder) {
    return false;
  }
}
