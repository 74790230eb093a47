package dev.resil.state;

/** Names processes that hold leases, so that another process can tell whether they still live. */
public interface Holders {
  /** This process. */
  String self();

  /** Whether a process still lives; true where that can't be known. */
  boolean isAlive(String holder);
}
