package dev.resil.simulation;

/** Unwinds the thread of a simulated process that is no more. */
final class Killed extends Error {
  private static final long serialVersionUID = 1;

  Killed() {
    super("killed", null, false, false);
  }
}
