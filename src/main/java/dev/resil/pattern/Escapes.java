package dev.resil.pattern;

/** Reads single characters that are written with a backslash. */
final class Escapes {
  private static final String INVALID = "invalid escape sequence";
  private static final int HEXADECIMAL = 16;

  private Escapes() {}

  /** Reads one, from its backslash on. */
  static int read(Cursor cursor) {
    int start = cursor.position();
    cursor.next();
    if (!cursor.hasMore()) {
      throw cursor.wrong("trailing backslash");
    }
    int point = cursor.next();
    return switch (point) {
      case 'a' -> 7;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case 'x' -> hexadecimal(cursor, start);
      case '0' -> octal(cursor, 0);
      case '1', '2', '3', '4', '5', '6', '7' -> {
        if (!isOctal(cursor.peek(0))) {
          throw cursor.wrongSince(start, "backreferences are not supported");
        }
        yield octal(cursor, point - '0');
      }
      default -> {
        if (point != '_' && CharSet.WORD.contains(point)) {
          throw cursor.wrongSince(start, INVALID);
        }
        yield point;
      }
    };
  }

  private static boolean isOctal(char digit) {
    return digit >= '0' && digit <= '7';
  }

  private static int octal(Cursor cursor, int first) {
    int value = first;
    for (int i = 1; i < 3 && isOctal(cursor.peek(0)); i++) {
      value = value * 8 + cursor.next() - '0';
    }
    return value;
  }

  private static int hexadecimal(Cursor cursor, int start) {
    boolean braced = cursor.skip("{");
    int value = 0;
    int digits = 0;
    while (cursor.hasMore() && (braced ? !cursor.isNext("}") : digits < 2)) {
      int point = cursor.next();
      int digit = point > 'f' ? -1 : Character.digit(point, HEXADECIMAL);
      if (digit < 0 || value > Character.MAX_CODE_POINT / HEXADECIMAL) {
        throw cursor.wrongSince(start, INVALID);
      }
      value = value * HEXADECIMAL + digit;
      digits++;
    }
    if (braced ? !cursor.skip("}") || digits == 0 : digits < 2) {
      throw cursor.wrongSince(start, INVALID);
    }
    if (value > Character.MAX_CODE_POINT) {
      throw cursor.wrongSince(start, INVALID);
    }
    return value;
  }
}
