package dev.resil.pattern;

import java.util.List;

/** A regular expression. Captures and the preference among matches do not matter here. */
sealed interface Node {
  /** Matches the empty string. */
  static Node empty() {
    return new Sequence(List.of());
  }

  /** One character of a set. */
  record Chars(CharSet set) implements Node {}

  /** A position, without a character. */
  record Assertion(Where where) implements Node {}

  /** One after the other. */
  record Sequence(List<Node> items) implements Node {}

  /** One of several. */
  record Choice(List<Node> items) implements Node {}

  /**
   * The same several times.
   *
   * @param most the highest count, or {@link #UNLIMITED}
   */
  record Repeat(Node item, int least, int most) implements Node {
    static final int UNLIMITED = -1;
  }

  /** A kind of position. */
  enum Where {
    LINE_START,
    LINE_END,
    WORD_BOUNDARY,
    NO_WORD_BOUNDARY
  }

  /** The number of characters and assertions with counts expanded; an empty item counts as one. */
  default long size() {
    return switch (this) {
      case Chars _ -> 1;
      case Assertion _ -> 1;
      case Sequence(List<Node> items) -> Math.max(1, sum(items));
      case Choice(List<Node> items) -> sum(items);
      case Repeat(Node item, int least, int most) ->
          Math.min(Integer.MAX_VALUE, item.size() * Math.max(1, Math.max(least, most)));
    };
  }

  private static long sum(List<Node> items) {
    long sum = 0;
    for (Node item : items) {
      sum += item.size();
    }
    return sum;
  }

  /** Whether it matches the empty string at every position. */
  default boolean isNullable() {
    return switch (this) {
      case Chars _ -> false;
      case Assertion _ -> false;
      case Sequence(List<Node> items) -> !isAny(items, false);
      case Choice(List<Node> items) -> isAny(items, true);
      case Repeat(Node item, int least, int _) -> least == 0 || item.isNullable();
    };
  }

  private static boolean isAny(List<Node> items, boolean nullable) {
    for (Node item : items) {
      if (item.isNullable() == nullable) {
        return true;
      }
    }
    return false;
  }
}
