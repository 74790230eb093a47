package dev.resil.pattern;

/** The largest patterns. Larger ones would take too much time and memory. */
final class Limits {
  /** Characters and assertions, with counts expanded. */
  private static final int SIZE = 100_000;

  /** Ranges in character classes, each distinct class once. */
  private static final int RANGES = 100_000;

  private Limits() {}

  /**
   * Checks the size of patterns.
   *
   * @param what how the message begins, such as "is too large"
   * @throws IllegalArgumentException if they are too large; the message has the limit and a remedy
   */
  static void check(String what, long size, long ranges) {
    if (size > SIZE) {
      throw new IllegalArgumentException(
          "%s: %d characters with counts expanded, and the limit is %d; lower the counts in {}"
              .formatted(what, size, SIZE));
    } else if (ranges > RANGES) {
      throw new IllegalArgumentException(
          "%s: its character classes have more than %d ranges; use fewer or simpler classes"
              .formatted(what, RANGES));
    }
  }
}
