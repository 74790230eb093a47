package dev.resil.outcome;

/**
 * Text that an attempt may print on a line, {@code stdout~REGEX}, {@code stderr~REGEX}, {@code
 * output~REGEX}, or that an answer may hold, {@code header~REGEX}, {@code body~REGEX}.
 *
 * @param stream where it is looked for
 * @param regex what is looked for, in RE2 syntax; it may be found anywhere in a line
 */
public record OutputPattern(Stream stream, String regex) {
  /** Where a pattern is looked for. */
  public enum Stream {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR,
    /** Either of them. */
    OUTPUT,
    /** A header of an HTTP response, as {@code Name: value}. */
    HEADER,
    /** The body of an HTTP response. */
    BODY
  }

  /** What kind of attempt has such text. */
  AttemptKind subject() {
    return switch (stream) {
      case STDOUT, STDERR, OUTPUT -> AttemptKind.COMMAND;
      case HEADER, BODY -> AttemptKind.REQUEST;
    };
  }

  /** As it is written in a LIST. */
  String text() {
    return prefix(stream) + regex;
  }

  static String prefix(Stream stream) {
    return switch (stream) {
      case STDOUT -> "stdout~";
      case STDERR -> "stderr~";
      case OUTPUT -> "output~";
      case HEADER -> "header~";
      case BODY -> "body~";
    };
  }
}
