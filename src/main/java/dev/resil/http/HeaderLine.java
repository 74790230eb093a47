package dev.resil.http;

import java.util.Optional;

/**
 * A header of the request in the syntax of curl's -H: {@code Name: value}; {@code Name;} for an
 * empty value; {@code Name:} to not send the header.
 *
 * @param value empty if the header is not to be sent
 */
public record HeaderLine(String name, Optional<String> value) {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /**
   * A header.
   *
   * @throws IllegalArgumentException if the value contains a control character; the message does
   *     not show it
   */
  public HeaderLine {
    if (value.stream().flatMapToInt(String::chars).anyMatch(HeaderLine::isControl)) {
      throw new IllegalArgumentException("the value contains a control character");
    }
  }

  /** Whether a character is forbidden in header values (RFC 9110, 5.5). */
  public static boolean isControl(int c) {
    return (c < 0x20 && c != '\t') || c == 0x7f;
  }

  /**
   * Reads a header.
   *
   * @throws IllegalArgumentException if it is invalid; the message does not show its value
   */
  public static HeaderLine parse(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      if (line.endsWith(";")) {
        return new HeaderLine(name(line.substring(0, line.length() - 1)), Optional.of(""));
      }
      throw new IllegalArgumentException("write it as 'Name: value'");
    }
    String name = name(line.substring(0, colon));
    String value = line.substring(colon + 1).strip();
    return new HeaderLine(name, Optional.of(value).filter(text -> !text.isEmpty()));
  }

  /** A token (RFC 9110, 5.6.2). */
  private static String name(String name) {
    boolean token = !name.isEmpty() && name.chars().allMatch(HeaderLine::isTokenCharacter);
    if (!token) {
      throw new IllegalArgumentException("a header name consists of letters, digits and hyphens");
    }
    return name;
  }

  private static boolean isTokenCharacter(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }

  boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }
}
