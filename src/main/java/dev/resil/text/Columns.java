package dev.resil.text;

/** The width of text on a terminal, in columns. */
public final class Columns {
  private Columns() {}

  /** The longest prefix of a text that fits into a number of columns. */
  public static String cut(String text, int columns) {
    int used = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      used += width(text.codePointAt(i));
      if (used > columns) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  /** The width of a text. */
  public static int of(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  /**
   * The width of a character: none for combining marks, two for wide characters (Unicode Standard
   * Annex 11, East Asian Width: CJK, Hangul, emoji), else one.
   */
  private static int width(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115f)
        || (point >= 0x231a && point <= 0x23ff)
        || (point >= 0x25fd && point <= 0x27bf)
        || (point >= 0x2b1b && point <= 0x2b55)
        || (point >= 0x2e80 && point <= 0xa4cf)
        || (point >= 0xa960 && point <= 0xa97c)
        || (point >= 0xac00 && point <= 0xd7a3)
        || (point >= 0xf900 && point <= 0xfaff)
        || (point >= 0xfe10 && point <= 0xfe6f)
        || (point >= 0xff00 && point <= 0xff60)
        || (point >= 0xffe0 && point <= 0xffe6)
        || point >= 0x1f000;
  }
}
