package dev.resil.breaker;

/**
 * What a breaker is called.
 *
 * @param value 1–128 characters (Unicode code points), none of them a control character (general
 *     category Cc) or half of a surrogate pair
 */
public record BreakerName(String value) implements Comparable<BreakerName> {
  /** The most characters that a name can have. */
  public static final int MAX_LENGTH = 128;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException where it is empty, too long or has a character that it may not
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
          "a breaker's name must not hold control characters, this one holds U+%04X"
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
