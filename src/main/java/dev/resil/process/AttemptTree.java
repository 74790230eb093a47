package dev.resil.process;

import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes of one attempt: what descends from the command, and the orphans among them, which
 * resil adopts. Left out is what the caller or an earlier attempt left running.
 */
public final class AttemptTree {
  private final ProcessTable table;
  private final int self;
  private final Set<Identity> before;
  private final Map<String, String> marks;

  /**
   * A tree that does not exist yet.
   *
   * @param self resil's own process id
   * @param before the descendants that resil had before the attempt
   * @param marks the variables that tell this attempt's processes from those of another attempt;
   *     all but the first may differ between attempts of the run that the first one names
   */
  public AttemptTree(
      ProcessTable table, int self, Set<Identity> before, Map<String, String> marks) {
    this.table = table;
    this.self = self;
    this.before = before;
    this.marks = marks;
  }

  /** The descendants of a process that run now. */
  public static Set<Identity> descendants(ProcessTable table, int ancestor) {
    Map<Integer, List<Running>> children = byParent(table.running());
    List<Running> found = new ArrayList<>();
    collect(children, children.getOrDefault(ancestor, List.of()), Set.of(), found);
    return found.stream().map(Running::identity).collect(Collectors.toSet());
  }

  /**
   * The processes of the attempt that run now, the command itself included; found quickly, so that
   * one may be missing that another one's end hides.
   */
  List<Running> members(int command) {
    return members(command, table.below(self));
  }

  /** The same where it matters that none is missing: from the whole table. */
  List<Running> allMembers(int command) {
    return members(command, table.running());
  }

  private List<Running> members(int command, List<Running> running) {
    Map<Integer, List<Running>> children = byParent(running);
    List<Running> roots =
        children.getOrDefault(self, List.of()).stream()
            .filter(child -> child.pid() == command || isOrphanOfThisAttempt(child))
            .toList();
    List<Running> members = new ArrayList<>();
    collect(children, roots, before, members);
    return members;
  }

  /** Whether the system shows its processes: resil itself at least. */
  boolean visible() {
    return table.process(self).isPresent();
  }

  /** The command where the process table does not show it. */
  Running unlisted(int command) {
    return new Running(command, self, 0, 0, "the command", true);
  }

  /**
   * An orphan is this attempt's unless it is known to be another's: it was there before, or it was
   * started by something that was there before and then died, which its environment tells.
   */
  private boolean isOrphanOfThisAttempt(Running orphan) {
    if (before.contains(orphan.identity())) {
      return false;
    }
    Optional<String> run = table.variable(orphan.pid(), RunVariables.RUN_ID);
    Optional<String> attempt = table.variable(orphan.pid(), RunVariables.ATTEMPT);
    boolean sameRun = run.equals(Optional.ofNullable(marks.get(RunVariables.RUN_ID)));
    return before.isEmpty()
        || !sameRun
        || attempt.equals(Optional.ofNullable(marks.get(RunVariables.ATTEMPT)));
  }

  private static Map<Integer, List<Running>> byParent(Collection<Running> entries) {
    Map<Integer, List<Running>> children = new HashMap<>();
    for (Running entry : entries) {
      children.computeIfAbsent(entry.parent(), parent -> new ArrayList<>()).add(entry);
    }
    return children;
  }

  private static void collect(
      Map<Integer, List<Running>> children,
      List<Running> roots,
      Set<Identity> without,
      List<Running> into) {
    for (Running root : roots) {
      if (!without.contains(root.identity())) {
        into.add(root);
        collect(children, children.getOrDefault(root.pid(), List.of()), without, into);
      }
    }
  }
}
