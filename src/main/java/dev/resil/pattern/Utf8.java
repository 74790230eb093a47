package dev.resil.pattern;

import java.nio.charset.StandardCharsets;

/** UTF-8 in which any byte may be invalid: such a byte counts as one character. */
final class Utf8 {
  /** The bytes are the beginning of a character. */
  static final int INCOMPLETE = -1;

  /** The first byte begins no character. */
  static final int INVALID = -2;

  private static final int ESCAPE = 0xdc00;

  private Utf8() {}

  static byte[] encode(int point) {
    return Character.toString(point).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The code point that stands for a byte that is not UTF-8, as in {@link dev.resil.text.RawText}.
   */
  static int escaped(byte wrong) {
    return ESCAPE | (wrong & 0xff);
  }

  /** The character at an offset, {@link #INCOMPLETE} or {@link #INVALID}. */
  static int decode(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 1) {
      return first;
    } else if (first < 0xc2 || first > 0xf4) {
      return INVALID;
    }
    int point = first & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      if (at + i == end) {
        return INCOMPLETE;
      }
      int next = bytes[at + i] & 0xff;
      if (next < 0x80 || next > 0xbf || (i == 1 && !isSecond(first, next))) {
        return INVALID;
      }
      point = (point << 6) | (next & 0x3f);
    }
    return point;
  }

  /** Whether the second byte excludes overlong forms, surrogates and code points too large. */
  private static boolean isSecond(int first, int second) {
    return switch (first) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second < 0xa0;
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second < 0x90;
      default -> true;
    };
  }

  /** The length of a code point in bytes. */
  static int length(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
}
