package dev.resil.text;

/**
 * Makes text of unknown origin safe for a terminal or a log: characters that could move the cursor,
 * start a line or be invisible are escaped, as {@code \n}, {@code \x1b} or {@code \u202e}.
 */
public final class Printable {
  private Printable() {}

  /** The text with every control, format and unpaired character escaped. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  /** The text as {@link #of} shows it, quoted unless it reads as one word. */
  public static String word(String text) {
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '\'');
    return plain ? of(text) : "'" + of(text) + "'";
  }

  private static void append(StringBuilder shown, int point) {
    switch (point) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (RawText.isEscaped(point) || point < 0x20 || (point >= 0x7f && point < 0xa0)) {
          shown.append("\\x").append(hex(point & 0xff, 2));
        } else if (isHidden(point)) {
          shown.append("\\u").append(hex(point, 4));
        } else {
          shown.appendCodePoint(point);
        }
      }
    }
  }

  private static boolean isHidden(int point) {
    return switch (Character.getType(point)) {
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static String hex(int value, int digits) {
    String text = Integer.toHexString(value);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
