package dev.resil.posix;

import java.util.Set;

/**
 * Setup that only the child itself can do, between fork and exec.
 *
 * @param deathSignal the signal that the kernel sends the child when this process ends for any
 *     reason; {@link #NO_SIGNAL} for none. Lost by a program that gains privileges (set-user-ID),
 *     and not inherited by the child's own children: {@code PR_SET_PDEATHSIG}, prctl(2). Linux
 *     only.
 * @param ownId variables to set to the child's own process id
 * @param removed variables that the child does not inherit
 */
public record ChildSetup(int deathSignal, Set<String> ownId, Set<String> removed) {
  /** No signal when this process ends. */
  public static final int NO_SIGNAL = 0;

  /** Nothing to do. */
  public static final ChildSetup NONE = new ChildSetup(NO_SIGNAL, Set.of(), Set.of());

  /** Copies the sets. */
  public ChildSetup {
    ownId = Set.copyOf(ownId);
    removed = Set.copyOf(removed);
  }
}
