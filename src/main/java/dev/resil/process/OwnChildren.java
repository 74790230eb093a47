package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.process.ProcessTable.Running;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The children of this process, found without a process table: of each id the kernel says whether
 * it is a child's. That is certain, and stays so until the child is reaped. Ids are given away in
 * rising order, so the search begins at the command's, goes on for a part of all ids at each look,
 * and begins again once it has been through.
 */
final class OwnChildren {
  /** What takes some milliseconds. */
  private static final int PART = 1 << 14;

  /** No system gives away a higher id (Linux: PID_MAX_LIMIT). */
  private static final int LAST = 1 << 22;

  private final Posix posix;
  private final int self;
  private final int start;
  private final Predicate<Running> wanted;
  private final Map<Integer, Running> found = new LinkedHashMap<>();
  private int next;
  private int parts;
  private long count;

  /**
   * Nothing is searched yet.
   *
   * @param start the id of a child, after which the others' are
   * @param wanted which of them to find
   */
  OwnChildren(Posix posix, int self, int start, Predicate<Running> wanted) {
    this.posix = posix;
    this.self = self;
    this.start = start;
    this.wanted = wanted;
    this.next = start + 1;
  }

  /** Those that are known, and those that the next part of the search brings. */
  List<Running> look() {
    boolean ended = found.keySet().removeIf(pid -> posix.nextChild(pid, pid) != pid);
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
    next = fresh || ended ? start + 1 : last == LAST ? 1 : last + 1; // who ends has heirs
    return List.copyOf(found.values());
  }

  /** Whether all ids have been asked since there was one. */
  boolean exhausted() {
    return parts > LAST / PART + 1;
  }

  /** What is not known of it is left open; no two have the same identity. */
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
