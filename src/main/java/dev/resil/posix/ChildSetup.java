package dev.resil.posix;

import java.util.Set;

/**
 * What only the child itself can do, after it was forked and before it becomes the program.
 *
 * @param deathSignal the signal that the kernel sends it when this process ends, however it ends;
 *     {@link #NO_SIGNAL} for none. A program that gains privileges (set-user-ID) loses it, and the
 *     program's own children never have it: {@code PR_SET_PDEATHSIG}, prctl(2). Linux only.
 * @param ownId variables that are given the child's own process id
 * @param removed variables that the child does not inherit
 */
public record ChildSetup(int deathSignal, Set<String> ownId, Set<String> removed) {
  /** No signal at this process's end. */
  public static final int NO_SIGNAL = 0;

  /** Nothing to do. */
  public static final ChildSetup NONE = new ChildSetup(NO_SIGNAL, Set.of(), Set.of());

  /** Copies the sets. */
  public ChildSetup {
    ownId = Set.copyOf(ownId);
    removed = Set.copyOf(removed);
  }
}
