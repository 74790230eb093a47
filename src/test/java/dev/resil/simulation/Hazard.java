package dev.resil.simulation;

/** What can go wrong on a {@link Machine}. */
public enum Hazard {
  /** A process ends at a system call, without a word. */
  KILLED,
  /** All processes end, and the disk has what it has. */
  POWER_CUT,
  /** A system call fails, before its effect or after it. */
  ERROR,
  /** Nothing fits on the disk for a while; a write may end in the middle. */
  FULL,
  /** A process is stopped for longer than others wait for it. */
  STOPPED,
  /** Another program removes a lock file. */
  REMOVED,
  /** The clock is set forward or back. */
  CLOCK
}
