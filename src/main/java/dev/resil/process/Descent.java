package dev.resil.process;

import dev.resil.process.ProcessTable.Running;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Parents and children among processes that were listed at about the same time. */
final class Descent {
  private final Map<Integer, List<Running>> children = new HashMap<>();

  private Descent() {}

  static Descent of(Collection<Running> processes) {
    Descent descent = new Descent();
    for (Running process : processes) {
      descent.children.computeIfAbsent(process.parent(), _ -> new ArrayList<>()).add(process);
    }
    return descent;
  }

  /** The children of a process. */
  List<Running> children(int parent) {
    return children.getOrDefault(parent, List.of());
  }

  /** All descendants of a process. */
  List<Running> below(int ancestor) {
    return from(children(ancestor), (_, kids) -> kids);
  }

  /**
   * Processes and their descendants, each parent before its children.
   *
   * @param confirmed given a parent and its listed children, returns its real children; the others
   *     and their descendants are left out
   */
  List<Running> from(
      List<Running> roots, BiFunction<Running, List<Running>, List<Running>> confirmed) {
    List<Running> found = new ArrayList<>();
    Deque<Running> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Running parent = open.remove();
      found.add(parent);
      List<Running> kids = children(parent.pid());
      if (!kids.isEmpty()) {
        open.addAll(confirmed.apply(parent, kids));
      }
    }
    return found;
  }
}
