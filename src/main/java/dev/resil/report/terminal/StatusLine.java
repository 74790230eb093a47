package dev.resil.report.terminal;

import dev.resil.posix.Posix;
import dev.resil.text.Columns;
import java.util.function.Consumer;

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
    if (!posix.inForeground(STDERR)) {
      return;
    }
    String line = Columns.cut(text, Math.max(0, posix.terminalColumns(STDERR) - MARGIN));
    if (!line.equals(drawn)) {
      terminal.accept(ERASE + line);
      drawn = line;
    }
  }

  /** Removes the line. */
  void wipe() {
    if (!drawn.isEmpty() && posix.inForeground(STDERR)) {
      terminal.accept(ERASE);
    }
    drawn = "";
  }
}
