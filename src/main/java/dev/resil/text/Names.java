package dev.resil.text;

/** The rules for names of stored records: one line of text that people can read and write. */
public final class Names {
  /** The most characters of a name. */
  public static final int MAX_LENGTH = 128;

  private Names() {}

  /**
   * Checks a name: 1–128 Unicode code points, without control characters (general category Cc) and
   * lone surrogates.
   *
   * @param kind the kind of record, for the message
   * @return the name
   * @throws IllegalArgumentException if it is empty, too long or contains a forbidden character
   */
  public static String checked(String kind, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a %s's name must not be empty".formatted(kind));
    }
    int length = value.codePointCount(0, value.length());
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a %s's name must have at most %d characters, this one has %d"
              .formatted(kind, MAX_LENGTH, length));
    }
    value.codePoints().forEach(character -> check(kind, character));
    return value;
  }

  private static void check(String kind, int character) {
    if (Character.isISOControl(character)) {
      throw new IllegalArgumentException(
          "a %s's name must not contain control characters, this one contains U+%04X"
              .formatted(kind, character));
    }
    if (Character.getType(character) == Character.SURROGATE) {
      throw new IllegalArgumentException("a %s's name must be valid Unicode text".formatted(kind));
    }
  }
}
