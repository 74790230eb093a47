package dev.resil.command;

import dev.resil.posix.LineDiscipline;
import java.io.ByteArrayOutputStream;

/**
 * Turns bytes into the keys that have to be typed at a terminal so that a program reads these
 * bytes: special characters are quoted, and long lines are passed on in parts.
 */
final class TypedLine {
  /** The bytes of the current line since its start, or since the last part that was passed on. */
  private int length;

  /** Starts a new line. */
  void restart() {
    length = 0;
  }

  /** The keys for the first {@code count} bytes. */
  byte[] keys(LineDiscipline terminal, byte[] bytes, int count) {
    ByteArrayOutputStream keys = new ByteArrayOutputStream(2 * count);
    for (int i = 0; i < count; i++) {
      if (terminal.quote().isPresent() && terminal.isSpecial(bytes[i])) {
        keys.write(terminal.quote().getAsInt());
      }
      keys.write(bytes[i]);
      length = bytes[i] == '\n' || !terminal.isCanonical() ? 0 : length + 1;
      if (length == LineDiscipline.LONGEST_LINE) {
        keys.writeBytes(rest(terminal));
      }
    }
    return keys.toByteArray();
  }

  /** The keys that let a program read the line although it has no end. */
  byte[] rest(LineDiscipline terminal) {
    boolean isRead = length == 0 || !terminal.isCanonical() || terminal.endOfFile().isEmpty();
    length = 0;
    return isRead ? new byte[0] : new byte[] {(byte) terminal.endOfFile().getAsInt()};
  }
}
