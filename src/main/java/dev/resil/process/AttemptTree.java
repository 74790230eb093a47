package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes of one attempt: the command, its descendants, and the orphans among them, which
 * resil adopts. A process belongs to the attempt only if it certainly descends from the command;
 * processes left running by the caller or an earlier attempt, or of unknown origin, do not.
 *
 * <p>A child of resil is certain if resil had no child before the attempt, or if the child's
 * environment names the attempt. (Until resil reaps a child, its id cannot name another process.) A
 * child of a certain process is certain if its parent is the same process before and after the
 * child is read. Certainty lasts: a process never changes its ancestors.
 */
public final class AttemptTree {
  /** The first process of a PID namespace adopts orphans that do not descend from it. */
  private static final int INIT = 1;

  private static final Look NOTHING = new Look(List.of(), true);

  private final Posix posix;
  private final ProcessTable table;
  private final int self;
  private final Earlier earlier;
  private final Set<String> markers;
  private final Optional<Cgroup> cgroup;
  private final boolean commandAlone;
  private final Set<Identity> certain = new HashSet<>();
  private final Set<Running> doubtful = new LinkedHashSet<>();
  private Optional<OwnChildren> search = Optional.empty();
  private boolean missed;

  /**
   * A tree without processes.
   *
   * @param earlier the processes below resil before the attempt
   * @param markers environment variables that only this attempt's processes have
   */
  public AttemptTree(
      Posix posix, ProcessTable table, Earlier earlier, Map<String, String> markers) {
    this(posix, table, earlier, markers, Optional.empty());
  }

  /**
   * A tree without processes.
   *
   * @param earlier the processes below resil before the attempt
   * @param markers environment variables that only this attempt's processes have
   * @param cgroup the group that the command was born in, if the table cannot be trusted
   */
  public AttemptTree(
      Posix posix,
      ProcessTable table,
      Earlier earlier,
      Map<String, String> markers,
      Optional<Cgroup> cgroup) {
    this(posix, table, earlier, markers, cgroup, false);
  }

  private AttemptTree(
      Posix posix,
      ProcessTable table,
      Earlier earlier,
      Map<String, String> markers,
      Optional<Cgroup> cgroup,
      boolean commandAlone) {
    this.posix = posix;
    this.table = table;
    this.self = posix.pid();
    this.earlier = earlier;
    this.markers =
        markers.entrySet().stream()
            .map(marker -> marker.getKey() + "=" + marker.getValue())
            .collect(Collectors.toUnmodifiableSet());
    this.cgroup = cgroup;
    this.commandAlone = commandAlone;
  }

  /** The command as the attempt's only process: those that it starts do not belong to it. */
  public static AttemptTree ofCommandAlone(Posix posix, ProcessTable table) {
    return new AttemptTree(posix, table, Earlier.NOTHING, Map.of(), Optional.empty(), true);
  }

  /**
   * The processes of the attempt seen in one look.
   *
   * @param members the processes, each parent before its children
   * @param complete whether no other process of the attempt is running
   */
  record Look(List<Running> members, boolean complete) {
    /** Whether no process of the attempt is left. */
    boolean over() {
      return members.isEmpty() && complete;
    }
  }

  /**
   * Finds the running processes of the attempt, including the command. Reaps none: the ids of those
   * found before must not pass to other processes.
   */
  Look look(Child child) {
    boolean runs = child.ended().isEmpty();
    if (commandAlone) {
      return runs ? withCommand(child, List.of()) : NOTHING;
    }
    if (cgroup.isPresent()) {
      return together(child, runs, cgroup.get().members());
    }
    if (table.blindness().isPresent()) {
      return blindly(child, runs);
    }
    Look quick = walk(child, table.below(self));
    if (runs) {
      boolean listed = quick.members.stream().anyMatch(m -> m.pid() == child.pid());
      return listed ? quick : withCommand(child, quick.members);
    }
    if (!quick.over() || !posix.hasChildren()) {
      return quick;
    }
    // a quick look may miss a process whose parent ends meanwhile
    Look thorough = walk(child, table.running());
    return thorough.over() && !ambiguous() ? hidden(child) : thorough;
  }

  /**
   * The ids of children of resil that certainly belong to the attempt. Faster than a look: the id
   * of an unreaped child cannot name another process.
   */
  List<Integer> adopted() {
    return ambiguous() ? List.of() : table.children(self);
  }

  /** Whether resil has no children. */
  boolean isChildless() {
    return !posix.hasChildren();
  }

  /** The reason why some processes cannot be seen, for a message. */
  Optional<String> blindness() {
    return commandAlone || cgroup.isPresent() ? Optional.empty() : table.blindness();
  }

  /** Kills all processes at once, if that is possible. */
  void killTogether() {
    cgroup.ifPresent(Cgroup::kill);
  }

  /** Children of resil that may not descend from the attempt. */
  Set<Running> doubtful() {
    return doubtful;
  }

  /** Whether resil has children that could not be identified. */
  boolean leavesUnknown() {
    return (searchedInVain() || (blindness().isPresent() && ambiguous())) && posix.hasChildren();
  }

  private boolean searchedInVain() {
    return search.filter(OwnChildren::exhausted).isPresent();
  }

  private Look walk(Child child, List<Running> running) {
    Descent descent = Descent.of(running);
    List<Running> roots = new ArrayList<>();
    doubtful.clear();
    for (Running root : descent.children(self)) {
      if (isMember(root, child)) {
        certain.add(root.identity());
        roots.add(root);
      } else if (!earlier.processes().contains(root.identity())) {
        doubtful.add(root);
      }
    }
    missed = false;
    return new Look(descent.from(roots, this::confirmed), !missed);
  }

  /**
   * Leaves out children whose id, or whose parent's id, may have passed to another process since it
   * was read. While a parent lives, its children keep it.
   */
  private List<Running> confirmed(Running parent, List<Running> kids) {
    List<Running> known = new ArrayList<>();
    List<Running> fresh = new ArrayList<>();
    for (Running kid : kids) {
      if (certain.contains(kid.identity())) {
        known.add(kid);
      } else {
        Optional<Running> now = table.process(kid.pid());
        boolean same =
            now.filter(n -> n.identity().equals(kid.identity()) && n.parent() == parent.pid())
                .isPresent();
        if (same) {
          fresh.add(kid);
        }
        missed |= now.isPresent() && !same;
      }
    }
    if (fresh.isEmpty() || is(parent)) {
      fresh.forEach(kid -> certain.add(kid.identity()));
      known.addAll(fresh);
    } else {
      missed = true;
    }
    return known;
  }

  /** Whether the process still runs, and its id was not reused. */
  boolean is(Running process) {
    if (cgroup.isPresent()) {
      return cgroup.get().members().stream()
          .anyMatch(member -> member.identity().equals(process.identity()));
    }
    return table
        .process(process.pid())
        .filter(now -> now.identity().equals(process.identity()))
        .isPresent();
  }

  /**
   * Whether a child of resil is the command, or an orphan that certainly belongs to the attempt.
   */
  private boolean isMember(Running root, Child child) {
    return (root.pid() == child.pid() && child.ended().isEmpty())
        || certain.contains(root.identity())
        || (!earlier.processes().contains(root.identity())
            && (!ambiguous() || isOfOwnSession(root) || isMarked(root)));
  }

  /** Whether an adopted orphan may have another origin than the attempt. */
  private boolean ambiguous() {
    return earlier.any() || self == INIT;
  }

  /** A session is inherited, never joined: all its processes descend from its leader. */
  private boolean isOfOwnSession(Running root) {
    return root.session() == self && !earlier.any();
  }

  private boolean isMarked(Running root) {
    return table.environment(root.pid()).containsAll(markers);
  }

  /** Without a process table, resil sees only its children: orphans appear as it adopts them. */
  private Look blindly(Child child, boolean runs) {
    if (!posix.hasChildren()) {
      return NOTHING;
    }
    boolean recognizable = !earlier.any() && (!ambiguous() || posix.session(self) == self);
    List<Running> members = recognizable ? adopted(child) : List.of();
    return runs
        ? withCommand(child, members)
        : new Look(members, !recognizable || searchedInVain());
  }

  /** All are known by their group, except any that left it for another. */
  private Look together(Child child, boolean runs, List<Running> members) {
    if (!runs) {
      return members.isEmpty() ? blindly(child, false) : new Look(members, true);
    }
    return withCommand(child, members.stream().filter(m -> m.pid() != child.pid()).toList());
  }

  /** Finds processes that a trustworthy table does not show, such as those of other users. */
  private Look hidden(Child child) {
    List<Integer> children = table.children(self);
    if (children.isEmpty()) {
      return posix.hasChildren() ? new Look(adopted(child), searchedInVain()) : NOTHING;
    }
    return new Look(
        children.stream()
            .filter(pid -> !hasEnded(pid))
            .map(pid -> table.process(pid).orElseGet(() -> unlisted(pid, "a child")))
            .toList(),
        true);
  }

  /** An ended process cannot be reaped while it is traced. */
  private boolean hasEnded(int pid) {
    return table.condition(pid).filter(condition -> condition.state().startsWith("Z")).isPresent();
  }

  private List<Running> adopted(Child child) {
    if (search.isEmpty()) {
      search = Optional.of(new OwnChildren(posix, self, child.pid(), o -> isAdopted(o, child)));
      child.onReap(search.get()::forget);
    }
    return search.get().look();
  }

  private boolean isAdopted(Running orphan, Child child) {
    boolean command = orphan.pid() == child.pid() && child.ended().isEmpty();
    return !command && (!ambiguous() || isOfOwnSession(orphan));
  }

  /** The command is known even if the table does not show it. */
  private Look withCommand(Child child, List<Running> others) {
    List<Running> members = new ArrayList<>();
    members.add(table.process(child.pid()).orElseGet(() -> unlisted(child.pid(), "the command")));
    members.addAll(others);
    return new Look(members, false);
  }

  private Running unlisted(int pid, String name) {
    int group = posix.processGroup(pid);
    return new Running(pid, self, group, posix.session(pid), 0, name, Running.UNKNOWN);
  }
}
