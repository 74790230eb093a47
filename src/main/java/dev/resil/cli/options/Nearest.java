package dev.resil.cli.options;

import dev.resil.text.Printable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds known names close to a misspelt one. */
public final class Nearest {
  private Nearest() {}

  /**
   * The names that differ from the word by a few typing mistakes, nearest first.
   *
   * @param word what was typed
   * @param names the known names
   */
  public static List<String> to(String word, Collection<String> names) {
    String bare = bare(word);
    int limit = Math.max(1, bare.length() / 3);
    return names.stream()
        .filter(name -> isNear(bare, bare(name), limit))
        .sorted(Comparator.comparingInt(name -> distance(bare, bare(name))))
        .toList();
  }

  private static boolean isNear(String word, String name, int limit) {
    return name.length() > 1
        && Math.abs(name.length() - word.length()) <= limit
        && distance(word, name) <= limit;
  }

  /**
   * A suggestion for a misspelt name, as a question.
   *
   * @param otherwise the text if no name is close
   */
  public static String remedy(String word, Collection<String> names, String otherwise) {
    List<String> near = to(word, names).stream().map(Printable::word).toList();
    return near.isEmpty() ? otherwise : "did you mean " + String.join(" or ", near) + "?";
  }

  private static String bare(String name) {
    int start = 0;
    while (start < name.length() && name.charAt(start) == '-') {
      start++;
    }
    return name.substring(start);
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that turn one text into the other
   * (the "optimal string alignment" distance).
   */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    Arrays.setAll(d[0], j -> j);
    for (int i = 1; i <= a.length(); i++) {
      d[i][0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        d[i][j] = swapped ? Math.min(d[i][j], d[i - 2][j - 2] + 1) : d[i][j];
      }
    }
    return d[a.length()][b.length()];
  }
}
