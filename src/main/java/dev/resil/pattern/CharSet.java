package dev.resil.pattern;

import java.util.Arrays;

/** A set of code points: separate ranges in ascending order. */
final class CharSet {
  static final CharSet ALL = of(0, Character.MAX_CODE_POINT);

  /** The word characters of {@code \w} and {@code \b}. */
  static final CharSet WORD = of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');

  /** First and last code point of each range. */
  private final int[] ranges;

  private final int hash;

  private CharSet(int[] ranges) {
    this.ranges = ranges;
    this.hash = Arrays.hashCode(ranges);
  }

  static CharSet of(int point) {
    return new CharSet(new int[] {point, point});
  }

  /** The union of ranges: first, last, first, last and so on, in any order. */
  static CharSet of(int... bounds) {
    Builder builder = new Builder();
    for (int i = 0; i < bounds.length; i += 2) {
      builder.add(bounds[i], bounds[i + 1]);
    }
    return builder.build();
  }

  static CharSet union(Iterable<CharSet> sets) {
    Builder builder = new Builder();
    sets.forEach(builder::add);
    return builder.build();
  }

  /** The number of ranges. */
  int size() {
    return ranges.length / 2;
  }

  int first(int range) {
    return ranges[2 * range];
  }

  int last(int range) {
    return ranges[2 * range + 1];
  }

  boolean contains(int point) {
    if (ranges.length == 2) {
      return point >= ranges[0] && point <= ranges[1];
    }
    int at = Arrays.binarySearch(ranges, point);
    return at >= 0 || (at & 1) == 0; // within a range
  }

  CharSet negated() {
    Builder builder = new Builder();
    int next = 0;
    for (int i = 0; i < size(); i++) {
      if (first(i) > next) {
        builder.add(next, first(i) - 1);
      }
      next = last(i) + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      builder.add(next, Character.MAX_CODE_POINT);
    }
    return builder.build();
  }

  /** This set and all code points that differ from one of it only in case. */
  CharSet folded() {
    Builder builder = new Builder().add(this);
    for (int i = 0; i < size(); i++) {
      Folding.addOthers(first(i), last(i), builder);
    }
    return builder.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharSet set && hash == set.hash && Arrays.equals(ranges, set.ranges);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Collects ranges in any order. */
  static final class Builder {
    private static final long LOW = 0xffff_ffffL;

    /** One range each: the first code point in the upper half, the last in the lower. */
    private long[] ranges = new long[4];

    private int size;

    Builder add(int first, int last) {
      if (size > 0 && first > 0 && first - 1 == (ranges[size - 1] & LOW)) {
        ranges[size - 1] += last - first + 1;
        return this;
      }
      if (size == ranges.length) {
        ranges = Arrays.copyOf(ranges, size * 2);
      }
      ranges[size++] = ((long) first << 32) | last;
      return this;
    }

    Builder add(CharSet set) {
      for (int i = 0; i < set.size(); i++) {
        add(set.first(i), set.last(i));
      }
      return this;
    }

    int size() {
      return size;
    }

    CharSet build() {
      Arrays.sort(ranges, 0, size);
      int[] merged = new int[2 * size];
      int count = 0;
      for (int i = 0; i < size; i++) {
        int first = (int) (ranges[i] >> 32);
        int last = (int) (ranges[i] & LOW);
        if (count > 0 && first <= merged[count - 1] + 1) {
          merged[count - 1] = Math.max(merged[count - 1], last);
        } else {
          merged[count++] = first;
          merged[count++] = last;
        }
      }
      return new CharSet(Arrays.copyOf(merged, count));
    }
  }
}
