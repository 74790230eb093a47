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
 * The processes of one attempt: what descends from the command, and the orphans among them, which
 * resil adopts. Only what certainly descends from the attempt is ever one of them. Left out is what
 * the caller or an earlier attempt left running, and what may be anybody's.
 *
 * <p>Certain are: a child of resil, which cannot be any other process before resil reaps it, where
 * resil had no child before the attempt, or where its environment names the attempt; and the child
 * of a process that is certain, when the same parent is there before and after the child is looked
 * at. Who once was certain remains so: a process never changes whom it descends from.
 */
public final class AttemptTree {
  /** The first process of a PID namespace adopts orphans that never descended from it. */
  private static final int INIT = 1;

  private static final Look NOTHING = new Look(List.of(), true);

  private final Posix posix;
  private final ProcessTable table;
  private final int self;
  private final Earlier earlier;
  private final Set<String> marks;
  private final Set<Identity> certain = new HashSet<>();
  private final Set<Running> doubtful = new LinkedHashSet<>();
  private Optional<OwnChildren> search = Optional.empty();
  private boolean missed;

  /**
   * A tree that does not exist yet.
   *
   * @param earlier what ran below resil before the attempt
   * @param marks the variables that tell this attempt's processes from those of another attempt
   */
  public AttemptTree(Posix posix, ProcessTable table, Earlier earlier, Map<String, String> marks) {
    this.posix = posix;
    this.table = table;
    this.self = posix.pid();
    this.earlier = earlier;
    this.marks =
        marks.entrySet().stream()
            .map(mark -> mark.getKey() + "=" + mark.getValue())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What was seen of the attempt at one time.
   *
   * @param members its processes, a parent before its children
   * @param complete whether there is certainly none besides, but for what ended meanwhile
   */
  record Look(List<Running> members, boolean complete) {
    /** Nothing of the attempt runs any more. */
    boolean over() {
      return members.isEmpty() && complete;
    }
  }

  /** Looks for the processes of the attempt that run now, the command itself included. */
  Look look(Child child) {
    boolean runs = child.ended().isEmpty();
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
    // a quick look may miss what another one's end hides
    Look thorough = walk(child, table.running());
    return thorough.over() && !anybodys() ? hidden(child) : thorough;
  }

  /**
   * The ids of children of resil that are certainly the attempt's, found faster than by a look: a
   * child that has not been reaped cannot be any other process.
   */
  List<Integer> adopted() {
    return anybodys() ? List.of() : table.children(self);
  }

  /** Whether nothing at all descends from resil. */
  boolean isChildless() {
    return !posix.hasChildren();
  }

  /** Why not all processes can be seen, in words for people. */
  Optional<String> blindness() {
    return table.blindness();
  }

  /** Children of resil of which it is not certain that they descend from the attempt. */
  Set<Running> doubtful() {
    return doubtful;
  }

  /** Whether resil has children left of which nothing is known. */
  boolean leavesUnknown() {
    return (searchedInVain() || (table.blindness().isPresent() && anybodys()))
        && posix.hasChildren();
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
   * A number may have been given to another process since it was read, a parent's as well. While a
   * parent lives its children have no other.
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

  /** Whether the process still runs, rather than another one with its number. */
  boolean is(Running process) {
    return table
        .process(process.pid())
        .filter(now -> now.identity().equals(process.identity()))
        .isPresent();
  }

  /** Whether a child of resil is the command, or an orphan that certainly is this attempt's. */
  private boolean isMember(Running root, Child child) {
    return (root.pid() == child.pid() && child.ended().isEmpty())
        || certain.contains(root.identity())
        || (!earlier.processes().contains(root.identity())
            && (!anybodys() || isOfOwnSession(root) || isMarked(root)));
  }

  /** Whether an orphan that resil adopts may be another's than the attempt's. */
  private boolean anybodys() {
    return earlier.any() || self == INIT;
  }

  /** A session is never joined, only inherited, and all of this one descends from its leader. */
  private boolean isOfOwnSession(Running root) {
    return root.session() == self && !earlier.any();
  }

  private boolean isMarked(Running root) {
    return table.environment(root.pid()).containsAll(marks);
  }

  /** Level by level: without a table only children are known, an orphan once it is adopted. */
  private Look blindly(Child child, boolean runs) {
    if (!posix.hasChildren()) {
      return NOTHING;
    }
    boolean recognizable = !earlier.any() && (!anybodys() || posix.session(self) == self);
    List<Running> members = recognizable ? adopted(child) : List.of();
    return runs
        ? withCommand(child, members)
        : new Look(members, !recognizable || searchedInVain());
  }

  /** What the table does not show, though it is to be believed: other users' processes, say. */
  private Look hidden(Child child) {
    child.reap(); // what has ended meanwhile
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

  /** A tracer keeps what has ended from being reaped. */
  private boolean hasEnded(int pid) {
    return table.condition(pid).filter(condition -> condition.state().startsWith("Z")).isPresent();
  }

  private List<Running> adopted(Child child) {
    if (search.isEmpty()) {
      search = Optional.of(new OwnChildren(posix, self, child.pid(), o -> isAdopted(o, child)));
    }
    return search.get().look();
  }

  private boolean isAdopted(Running orphan, Child child) {
    boolean command = orphan.pid() == child.pid() && child.ended().isEmpty();
    return !command && (!anybodys() || isOfOwnSession(orphan));
  }

  /** The command is known even where the table does not show it. */
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
