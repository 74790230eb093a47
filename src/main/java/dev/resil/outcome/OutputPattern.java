package dev.resil.outcome;

import dev.resil.pattern.PatternSearch;
import java.util.Collection;
import java.util.Optional;

/**
 * A pattern for a line of a command's output, {@code stdout~REGEX}, {@code stderr~REGEX}, {@code
 * output~REGEX}, or of an answer, {@code header~REGEX}, {@code body~REGEX}.
 *
 * @param stream the text to search
 * @param regex a regular expression in RE2 syntax, which may match any part of a line
 */
public record OutputPattern(Stream stream, String regex) {
  /** The text that a pattern is searched for in. */
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

  /** The kind of attempt that has this text. */
  AttemptKind subject() {
    return switch (stream) {
      case STDOUT, STDERR, OUTPUT -> AttemptKind.COMMAND;
      case HEADER, BODY -> AttemptKind.REQUEST;
    };
  }

  /** Why patterns cannot be searched for together, as "the patterns are too large together". */
  public static Optional<String> tooLarge(Collection<OutputPattern> patterns) {
    try {
      if (!patterns.isEmpty()) {
        PatternSearch.check(patterns.stream().map(OutputPattern::regex).toList());
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("the patterns " + e.getMessage());
    }
  }

  /** Its form in a LIST. */
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
