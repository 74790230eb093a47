package dev.resil.report.terminal;

import dev.resil.posix.Posix;
import dev.resil.text.Columns;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A line on the terminal that is redrawn in place, and removed before any other output. Nothing is
 * drawn while resil is in the background, where the line would mix with another program's output.
 */
final class StatusLine {
  private static final int STDERR = 2;

  /**
   * Columns left free: a character in the last column makes some terminals wrap, and so would the
   * {@code ^C} that a terminal echoes.
   */
  private static final int MARGIN = 3;

  /** Moves to the start of the line and erases it (ECMA-48: CR, EL). */
  private static final String ERASE = "\r\033[K";

  /** Moves to the start of the line and erases it and all below (ECMA-48: CR, ED). */
  private static final String ERASE_ALL = "\r\033[J";

  private final Posix posix;
  private final Consumer<String> terminal;

  /** The current text of the line. */
  private String drawn = "";

  /**
   * An empty line.
   *
   * @param terminal writes text to the terminal unchanged
   */
  StatusLine(Posix posix, Consumer<String> terminal) {
    this.posix = posix;
    this.terminal = terminal;
  }

  /** Draws a text, cut to the terminal's width, unless it is already shown. */
  void draw(String text) {
    draw(List.of(text));
  }

  /** Draws several lines, each cut to the terminal's width; the cursor stays in the first. */
  void draw(List<String> texts) {
    if (!posix.inForeground(STDERR)) {
      return;
    }
    int width = Math.max(0, posix.terminalColumns(STDERR) - MARGIN);
    String lines =
        texts.stream().map(text -> Columns.cut(text, width)).collect(Collectors.joining("\n"));
    if (!lines.equals(drawn)) {
      String back = texts.size() > 1 ? "\033[" + (texts.size() - 1) + "A\r" : "";
      String erase = drawn.indexOf('\n') < 0 && texts.size() == 1 ? ERASE : ERASE_ALL;
      terminal.accept(erase + lines + back);
      drawn = lines;
    }
  }

  /** Removes the line. */
  void wipe() {
    if (!drawn.isEmpty() && posix.inForeground(STDERR)) {
      terminal.accept(drawn.indexOf('\n') < 0 ? ERASE : ERASE_ALL);
    }
    drawn = "";
  }
}
