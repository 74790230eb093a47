package dev.resil.state;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Numbers under the names of fields, such that two of them can be put together in any order. Of a
 * field that begins with {@value #FIRST} the smallest number counts, of one that begins with
 * {@value #LAST} the largest, and all others are added up.
 *
 * @param fields numbers that are not negative; unmodifiable
 */
public record Counts(SortedMap<String, Long> fields) {
  /** Begins a field of which the smallest number counts. */
  public static final String FIRST = "first_";

  /** Begins a field of which the largest number counts. */
  public static final String LAST = "last_";

  /** No number at all. */
  public static final Counts NONE = new Counts(new TreeMap<>());

  /** Keeps the map unmodifiable. */
  public Counts {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /**
   * How much is kept.
   *
   * @param family begins fields of which only some are kept; the others are added to the one that
   *     ends in {@link #REST}
   * @param most how many of the family are kept, that one not counted
   * @param aged begins fields in whose names a number follows that grows with time
   * @param oldest fields with a smaller one are dropped
   */
  public record Bounds(String family, int most, String aged, long oldest) {
    /** Ends the name of the field for all of a family that are not kept by themselves. */
    public static final String REST = "other";

    /** Everything is kept. */
    public static final Bounds NONE = new Bounds("\0", 0, "\0", 0);

    private boolean isTooOld(String field) {
      if (!field.startsWith(aged)) {
        return false;
      }
      int end = aged.length();
      while (end < field.length() && Character.digit(field.charAt(end), 10) >= 0) {
        end++;
      }
      String age = field.substring(aged.length(), end);
      return age.isEmpty() || age.length() > 18 || Long.parseLong(age) < oldest;
    }
  }

  /** A field's number, 0 where there is none. */
  public long get(String field) {
    return fields.getOrDefault(field, 0L);
  }

  /** The fields that begin with a prefix, by what follows it. */
  public SortedMap<String, Long> under(String prefix) {
    SortedMap<String, Long> found = new TreeMap<>();
    fields
        .tailMap(prefix)
        .forEach((field, count) -> {
          if (field.startsWith(prefix)) {
            found.put(field.substring(prefix.length()), count);
          }
        });
    return found;
  }

  /** These and some more, within bounds. */
  public Counts plus(Counts more, Bounds bounds) {
    SortedMap<String, Long> sum = new TreeMap<>(fields);
    more.fields.forEach((field, count) -> {
      String kept = sum.containsKey(field) || hasRoom(sum, field, bounds) ? field : rest(bounds);
      sum.merge(kept, count, (a, b) -> together(kept, a, b));
    });
    sum.keySet().removeIf(bounds::isTooOld);
    return new Counts(sum);
  }

  private static String rest(Bounds bounds) {
    return bounds.family() + Bounds.REST;
  }

  private static boolean hasRoom(Map<String, Long> fields, String field, Bounds bounds) {
    return !field.startsWith(bounds.family())
        || fields.keySet().stream()
                .filter(other -> other.startsWith(bounds.family()) && !other.equals(rest(bounds)))
                .count()
            < bounds.most();
  }

  /** No sum ever wraps: at {@link Long#MAX_VALUE} it stays. */
  private static long together(String field, long a, long b) {
    if (field.startsWith(FIRST)) {
      return Math.min(a, b);
    } else if (field.startsWith(LAST)) {
      return Math.max(a, b);
    }
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
