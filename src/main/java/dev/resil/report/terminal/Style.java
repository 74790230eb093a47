package dev.resil.report.terminal;

import java.util.function.UnaryOperator;

/** Colour on a terminal that supports it (ECMA-48 SGR), plain text elsewhere. */
public enum Style {
  /** No colour. */
  PLAIN,
  /** Red, yellow and green. */
  COLOUR;

  private static final int RED = 31;
  private static final int GREEN = 32;
  private static final int YELLOW = 33;

  /**
   * The style for a stream.
   *
   * @param terminal whether it is a terminal
   * @param environment looks up the variables {@code NO_COLOR} (no-color.org) and {@code TERM}
   */
  public static Style of(boolean terminal, UnaryOperator<String> environment) {
    if (!terminal) {
      return PLAIN;
    }
    String noColour = environment.apply("NO_COLOR");
    boolean refused = noColour != null && !noColour.isEmpty();
    String term = environment.apply("TERM");
    boolean dumb = term == null || term.isEmpty() || term.equals("dumb");
    return refused || dumb ? PLAIN : COLOUR;
  }

  String bad(String text) {
    return in(RED, text);
  }

  String warning(String text) {
    return in(YELLOW, text);
  }

  String good(String text) {
    return in(GREEN, text);
  }

  private String in(int colour, String text) {
    return this == PLAIN ? text : "\033[" + colour + "m" + text + "\033[0m";
  }
}
