package dev.resil.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Classes of equivalent characters: the characters of a class are in the same sets of a program.
 * The end of a line is the first class.
 */
final class Alphabet {
  static final int END_OF_LINE = 0;
  private static final int ASCII = 0x80;

  /** The first code point of each stretch of one class, ascending. */
  private final int[] bounds;

  /** The class of each stretch. */
  private final int[] classes;

  /** A code point of each class. */
  private final int[] samples;

  /** The classes of a program. */
  Alphabet(Program program) {
    List<CharSet> sets = new ArrayList<>(program.sets());
    if (program.isWordAware()) {
      sets.add(CharSet.WORD);
    }
    long[] edges = edges(sets);
    int[] starts = new int[edges.length + 1];
    int[] numbers = new int[edges.length + 1];
    int[] found = new int[edges.length + 2];
    Map<Membership, Integer> known = new HashMap<>();
    Membership membership = new Membership(0, 0);
    int count = 0;
    int at = 0;
    for (int start = 0; start <= Character.MAX_CODE_POINT; count++) {
      for (; at < edges.length && edges[at] >> Integer.SIZE == start; at++) {
        membership = membership.crossing((int) edges[at]);
      }
      starts[count] = start;
      numbers[count] = known.computeIfAbsent(membership, _ -> known.size() + 1);
      found[numbers[count]] = start;
      start = at < edges.length ? (int) (edges[at] >> Integer.SIZE) : Integer.MAX_VALUE;
    }
    bounds = Arrays.copyOf(starts, count);
    classes = Arrays.copyOf(numbers, count);
    samples = Arrays.copyOf(found, known.size() + 1);
  }

  /** The first code points of ranges and those after them, ascending, each with its set. */
  private static long[] edges(List<CharSet> sets) {
    long[] edges = new long[2 * sets.stream().mapToInt(CharSet::size).sum()];
    int count = 0;
    for (int number = 0; number < sets.size(); number++) {
      CharSet set = sets.get(number);
      for (int i = 0; i < set.size(); i++) {
        edges[count++] = ((long) set.first(i) << Integer.SIZE) | number;
        edges[count++] = ((long) (set.last(i) + 1) << Integer.SIZE) | number;
      }
    }
    Arrays.sort(edges);
    return edges;
  }

  /** The sets that contain a code point, as the exclusive or of 128 random bits for each set. */
  private record Membership(long high, long low) {
    /** The membership beyond an edge of a set. */
    Membership crossing(int set) {
      return new Membership(high ^ mixed(2L * set + 1), low ^ mixed(2L * set + 2));
    }

    /** SplitMix64's output for a state. */
    private static long mixed(long state) {
      long z = state * 0x9e3779b97f4a7c15L;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }

  private int stretch(int point) {
    int at = Arrays.binarySearch(bounds, point);
    return at < 0 ? ~at - 1 : at;
  }

  /** The number of classes. */
  int size() {
    return samples.length;
  }

  int classOf(int point) {
    return classes[stretch(point)];
  }

  /** A code point that represents a class. */
  int sample(int number) {
    return samples[number];
  }

  /** The classes of the ASCII characters; a line feed is the end of a line. */
  int[] ascii() {
    int[] table = IntStream.range(0, ASCII).map(this::classOf).toArray();
    table['\n'] = END_OF_LINE;
    return table;
  }
}
