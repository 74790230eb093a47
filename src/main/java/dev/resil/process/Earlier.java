package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What ran below resil before an attempt: left by the caller, or by an earlier attempt.
 *
 * @param any whether there was anything
 * @param processes those of it that could be seen
 */
public record Earlier(boolean any, Set<Identity> processes) {
  static final Earlier NOTHING = new Earlier(false, Set.of());

  /** What runs below resil now. Without children of its own there is nothing to look at. */
  public static Earlier now(Posix posix, ProcessTable table) {
    if (!posix.hasChildren()) {
      return NOTHING;
    }
    while (posix.reap().isPresent()) {
      // what has ended starts nothing any more
    }
    return posix.hasChildren() ? new Earlier(true, below(table, posix.pid())) : NOTHING;
  }

  private static Set<Identity> below(ProcessTable table, int self) {
    return Descent.of(table.running()).below(self).stream()
        .map(Running::identity)
        .collect(Collectors.toSet());
  }
}
