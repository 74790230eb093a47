package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.process.ProcessTable.Running;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The children of this process, found without a process table: the kernel tells for each id whether
 * it is that of a child, which holds until the child is reaped. The kernel assigns ids in rising
 * order, so the search begins at the command's id, covers a part of all ids at each look, and
 * starts over at the end.
 */
final class OwnChildren {
  /** Ids searched in one look, which takes a few milliseconds. */
  private static final int PART = 1 << 14;

  /** The highest id of any system (Linux: PID_MAX_LIMIT). */
  private static final int LAST = 1 << 22;

  private final Posix posix;
  private final int self;
  private final int start;
  private final Predicate<Running> wanted;
  private final Map<Integer, Running> found = new LinkedHashMap<>();
  private boolean forgotten;
  private int next;
  private int parts;
  private long count;

  /**
   * A search that has not begun.
   *
   * @param start the id of a child, before those of the others
   * @param wanted the children to find
   */
  OwnChildren(Posix posix, int self, int start, Predicate<Running> wanted) {
    this.posix = posix;
    this.self = self;
    this.start = start;
    this.wanted = wanted;
    this.next = start + 1;
  }

  /** The known children, and those found by the next part of the search. */
  List<Running> look() {
    boolean ended = found.keySet().removeIf(pid -> posix.nextChild(pid, pid) != pid) || forgotten;
    forgotten = false;
    int last = Math.min(LAST, next + PART - 1);
    boolean fresh = false;
    for (int pid = posix.nextChild(next, last);
        pid != 0;
        pid = pid < last ? posix.nextChild(pid + 1, last) : 0) {
      if (!found.containsKey(pid)) {
        Running child = child(pid);
        if (wanted.test(child)) {
          found.put(pid, child);
          fresh = true;
        }
      }
    }
    parts = found.isEmpty() && !ended ? parts + 1 : 0;
    next = fresh || ended ? start + 1 : last == LAST ? 1 : last + 1; // its children are adopted
    return List.copyOf(found.values());
  }

  /** Forgets a reaped child: if its id is found again, it is another process. */
  void forget(int pid) {
    forgotten |= found.remove(pid) != null;
  }

  /** Whether all ids were searched since the last child was seen. */
  boolean exhausted() {
    return parts > LAST / PART + 1;
  }

  /** A child with unknown details; each gets a different identity. */
  private Running child(int pid) {
    return new Running(
        pid,
        self,
        posix.processGroup(pid),
        posix.session(pid),
        - ++count,
        "a child",
        Running.UNKNOWN);
  }
}
