package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Processes below resil before an attempt: left by the caller or by an earlier attempt.
 *
 * @param any whether there were any
 * @param processes those that could be seen
 */
public record Earlier(boolean any, Set<Identity> processes) {
  static final Earlier NOTHING = new Earlier(false, Set.of());

  /** The processes below resil now. If resil has no children, the process table is not read. */
  public static Earlier now(Posix posix, ProcessTable table) {
    if (!posix.hasChildren()) {
      return NOTHING;
    }
    while (posix.reap().isPresent()) {
      // ended processes start no others
    }
    return posix.hasChildren() ? new Earlier(true, below(table, posix.pid())) : NOTHING;
  }

  private static Set<Identity> below(ProcessTable table, int self) {
    return Descent.of(table.running()).below(self).stream()
        .map(Running::identity)
        .collect(Collectors.toSet());
  }
}
