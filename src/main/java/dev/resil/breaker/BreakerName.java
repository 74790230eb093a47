package dev.resil.breaker;

/**
 * The name of a breaker.
 *
 * @param value 1–128 Unicode code points, without control characters (general category Cc) and lone
 *     surrogates
 */
public record BreakerName(String value) implements Comparable<BreakerName> {
  /** The most characters of a name. */
  public static final int MAX_LENGTH = 128;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty, too long or contains a forbidden character
   */
  public BreakerName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a breaker's name must not be empty");
    }
    int length = value.codePointCount(0, value.length());
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a breaker's name must have at most %d characters, this one has %d"
              .formatted(MAX_LENGTH, length));
    }
    value.codePoints().forEach(BreakerName::check);
  }

  private static void check(int character) {
    if (Character.isISOControl(character)) {
      throw new IllegalArgumentException(
          "a breaker's name must not contain control characters, this one contains U+%04X"
              .formatted(character));
    }
    if (Character.getType(character) == Character.SURROGATE) {
      throw new IllegalArgumentException("a breaker's name must be valid Unicode text");
    }
  }

  @Override
  public int compareTo(BreakerName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
