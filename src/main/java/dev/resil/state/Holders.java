package dev.resil.state;

/** Names processes that hold leases, so that another process can tell whether they still live. */
public interface Holders {
  /** This process. */
  String self();

  /** The name of this process's host: {@code $RESIL_HOST}, else what the system calls it. */
  String host();

  /** Whether a process still lives; true where that can't be known. */
  boolean isAlive(String holder);
}
