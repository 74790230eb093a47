package dev.resil.pattern;

import dev.resil.pattern.Node.Assertion;
import dev.resil.pattern.Node.Chars;
import dev.resil.pattern.Node.Choice;
import dev.resil.pattern.Node.Repeat;
import dev.resil.pattern.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes patterns smaller without changing the lines in which they are found. */
final class Simplifier {
  private Simplifier() {}

  /** A smaller pattern that is found in the same lines. */
  static Node simplify(Node node) {
    return merged(trimmed(trimmed(node, true), false));
  }

  /** Drops optional parts at one end: {@code .*a+} is found in the same lines as {@code a}. */
  private static Node trimmed(Node node, boolean front) {
    if (node.isNullable()) {
      return Node.empty();
    }
    return switch (node) {
      case Chars chars -> chars;
      case Assertion assertion -> assertion;
      case Choice(List<Node> items) ->
          new Choice(items.stream().map(item -> trimmed(item, front)).toList());
      case Repeat(Node item, int least, int _) ->
          least == 1 ? trimmed(item, front) : new Repeat(item, least, least);
      case Sequence(List<Node> items) -> {
        int from = 0;
        int to = items.size();
        while (front && items.get(from).isNullable()) {
          from++;
        }
        while (!front && items.get(to - 1).isNullable()) {
          to--;
        }
        List<Node> rest = new ArrayList<>(items.subList(from, to));
        int edge = front ? 0 : rest.size() - 1;
        rest.set(edge, trimmed(rest.get(edge), front));
        yield sequence(rest);
      }
    };
  }

  private static Node sequence(List<Node> items) {
    return items.size() == 1 ? items.getFirst() : new Sequence(List.copyOf(items));
  }

  /** Merges alternatives that begin alike: {@code foo|for|a|b} becomes {@code fo[or]|[ab]}. */
  private static Node merged(Node node) {
    return switch (node) {
      case Chars chars -> chars;
      case Assertion assertion -> assertion;
      case Repeat(Node item, int least, int most) -> new Repeat(merged(item), least, most);
      case Sequence(List<Node> items) -> sequence(items.stream().map(Simplifier::merged).toList());
      case Choice(List<Node> items) -> choice(items.stream().map(Simplifier::merged).toList());
    };
  }

  private static Node choice(List<Node> items) {
    List<CharSet> single = new ArrayList<>();
    Map<Node, List<List<Node>>> sequences = new LinkedHashMap<>();
    Set<Node> all = new LinkedHashSet<>();
    for (Node item : items) {
      if (item instanceof Chars(CharSet set)) {
        single.add(set);
      } else if (item instanceof Sequence(List<Node> parts)
          && !parts.isEmpty()
          && parts.getFirst() instanceof Chars first) {
        sequences.computeIfAbsent(first, _ -> new ArrayList<>()).add(parts);
      } else {
        all.add(item);
      }
    }
    if (!single.isEmpty()) {
      all.add(new Chars(CharSet.union(single)));
    }
    sequences.values().forEach(alike -> all.add(factored(alike)));
    return all.size() == 1 ? all.iterator().next() : new Choice(List.copyOf(all));
  }

  /** One of several sequences that have the same beginning. */
  private static Node factored(List<List<Node>> sequences) {
    List<Node> first = sequences.getFirst();
    if (sequences.size() == 1) {
      return sequence(first);
    }
    int shared = first.size();
    for (List<Node> other : sequences) {
      int most = Math.min(shared, other.size());
      shared = 0;
      while (shared < most && first.get(shared).equals(other.get(shared))) {
        shared++;
      }
    }
    int from = shared;
    List<Node> result = new ArrayList<>(first.subList(0, from));
    result.add(choice(sequences.stream().map(s -> sequence(s.subList(from, s.size()))).toList()));
    return sequence(result);
  }
}
