package dev.resil.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Code points that differ only in case: Unicode's simple case folding. */
final class Folding {
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final int DOTLESS_SMALL_I = 0x131;

  /** The last code point that may have a case. */
  private static final int LAST = 0x1ffff;

  /** The code points with a case, ascending. */
  private static final int[] CASED;

  /** For each of them, those that differ from it only in case. */
  private static final int[][] OTHERS;

  static {
    Map<Integer, List<Integer>> families = new HashMap<>();
    for (int point = 0; point <= LAST; point++) {
      families.computeIfAbsent(folded(point), _ -> new ArrayList<>()).add(point);
    }
    families.values().removeIf(family -> family.size() == 1);
    CASED = families.values().stream().flatMap(List::stream).mapToInt(p -> p).sorted().toArray();
    OTHERS = new int[CASED.length][];
    Arrays.setAll(
        OTHERS,
        i ->
            families.get(folded(CASED[i])).stream()
                .mapToInt(point -> point)
                .filter(point -> point != CASED[i])
                .toArray());
  }

  private Folding() {}

  private static int folded(int point) {
    return point == DOTTED_CAPITAL_I || point == DOTLESS_SMALL_I
        ? point
        : Character.toLowerCase(Character.toUpperCase(point));
  }

  /** Adds the code points that differ only in case from one of a range. */
  static void addOthers(int first, int last, CharSet.Builder builder) {
    int found = Arrays.binarySearch(CASED, first);
    for (int i = found < 0 ? ~found : found; i < CASED.length && CASED[i] <= last; i++) {
      for (int other : OTHERS[i]) {
        if (other < first || other > last) {
          builder.add(other, other);
        }
      }
    }
  }
}
