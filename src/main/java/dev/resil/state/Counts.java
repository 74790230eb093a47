package dev.resil.state;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named numbers that can be merged in any order: a field that begins with {@value #FIRST} keeps the
 * smallest number, one that begins with {@value #LAST} the largest, and all others are summed.
 *
 * @param fields non-negative numbers by name; unmodifiable
 */
public record Counts(SortedMap<String, Long> fields) {
  /** Prefix of fields that keep the smallest number. */
  public static final String FIRST = "first_";

  /** Prefix of fields that keep the largest number. */
  public static final String LAST = "last_";

  /** No fields. */
  public static final Counts NONE = new Counts(new TreeMap<>());

  /** Keeps the map unmodifiable. */
  public Counts {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /**
   * Limits on the fields that are kept.
   *
   * @param family prefix of fields limited in number; further ones are added to the field that ends
   *     in {@link #REST}
   * @param most the most fields of the family, not counting that one
   * @param aged prefix of fields whose names continue with a number that grows with time
   * @param oldest aged fields with a smaller number are dropped
   */
  public record Bounds(String family, int most, String aged, long oldest) {
    /** Suffix of the field that sums the rest of a family. */
    public static final String REST = "other";

    /** No limits. */
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

  /** A field's number, or 0 if absent. */
  public long get(String field) {
    return fields.getOrDefault(field, 0L);
  }

  /** The fields with a prefix, keyed by the rest of their names. */
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

  /** These counts merged with others, within bounds. */
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

  /** Sums saturate at {@link Long#MAX_VALUE}. */
  private static long together(String field, long a, long b) {
    if (field.startsWith(FIRST)) {
      return Math.min(a, b);
    } else if (field.startsWith(LAST)) {
      return Math.max(a, b);
    }
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
