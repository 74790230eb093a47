package dev.resil.report.terminal;

import dev.resil.posix.Posix;
import dev.resil.text.Columns;
import java.util.function.Consumer;

/**
 * A line on the terminal that is drawn again in its place, and gone before anything else is said.
 * Nothing is drawn while resil is in the background, where the line would get between those of
 * somebody else.
 */
final class StatusLine {
  private static final int STDERR = 2;

  /**
   * Columns left free: a character in the last one would make some terminals begin another line,
   * and so would the {@code ^C} that a terminal itself shows for a key.
   */
  private static final int MARGIN = 3;

  /** To the line's start, and what is there is erased (ECMA-48: CR, EL). */
  private static final String ERASE = "\r\033[K";

  private final Posix posix;
  private final Consumer<String> terminal;

  /** What now stands on the line. */
  private String drawn = "";

  /**
   * Nothing yet.
   *
   * @param terminal writes text to the terminal as it is
   */
  StatusLine(Posix posix, Consumer<String> terminal) {
    this.posix = posix;
    this.terminal = terminal;
  }

  /** Draws a text, cut to the terminal's width, where it is another than the one that is there. */
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

  /** Takes the line away. */
  void wipe() {
    if (!drawn.isEmpty() && posix.inForeground(STDERR)) {
      terminal.accept(ERASE);
    }
    drawn = "";
  }
}
