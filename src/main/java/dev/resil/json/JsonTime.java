package dev.resil.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times of RFC 3339 in UTC: the same as {@link Instant#parse} and {@link Instant#toString}, without
 * the JDK's general formatter, which takes as long for one time as for all else in a small record.
 */
final class JsonTime {
  /** Digits are zeros here. */
  private static final String PATTERN = "0000-00-00T00:00:00";

  private static final int LONGEST_FRACTION = 9;

  /** The years 0000 to 9999, which have four digits. */
  private static final long FIRST = -62_167_219_200L;

  private static final long LAST = 253_402_300_799L;

  private JsonTime() {}

  /**
   * The time that a text names.
   *
   * @throws DateTimeException if it names none
   */
  static Instant parse(String text) {
    return isPlain(text) ? plain(text) : Instant.parse(text);
  }

  /** Whether it is written as resil writes it; a leap second and 24:00 have rules of their own. */
  private static boolean isPlain(String text) {
    int end = text.length() - 1;
    int fraction = PATTERN.length() + 1;
    return end >= PATTERN.length()
        && text.charAt(end) == 'Z'
        && isLike(text)
        && number(text, 11, 13) < 24
        && number(text, 17, 19) < 60
        && (end == PATTERN.length()
            || (text.charAt(PATTERN.length()) == '.'
                && end > fraction
                && end <= fraction + LONGEST_FRACTION
                && areDigits(text, fraction, end)));
  }

  private static Instant plain(String text) {
    int start = PATTERN.length() + 1;
    int end = text.length() - 1;
    int nanos = end > start ? number(text, start, end) : 0;
    for (int i = end - start; i > 0 && i < LONGEST_FRACTION; i++) {
      nanos *= 10;
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean isLike(String text) {
    for (int i = 0; i < PATTERN.length(); i++) {
      char expected = PATTERN.charAt(i);
      if (expected == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != expected) {
        return false;
      }
    }
    return true;
  }

  private static boolean areDigits(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }

  /** A time with as many digits as it needs, in threes. */
  static String format(Instant time) {
    if (time.getEpochSecond() < FIRST || time.getEpochSecond() > LAST) {
      return time.toString();
    }
    LocalDateTime at =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(PATTERN.length() + 1 + LONGEST_FRACTION + 1);
    digits(text, at.getYear(), 1000);
    digits(text.append('-'), at.getMonthValue(), 10);
    digits(text.append('-'), at.getDayOfMonth(), 10);
    digits(text.append('T'), at.getHour(), 10);
    digits(text.append(':'), at.getMinute(), 10);
    digits(text.append(':'), at.getSecond(), 10);
    int nanos = at.getNano();
    if (nanos % 1_000_000 == 0 && nanos > 0) {
      digits(text.append('.'), nanos / 1_000_000, 100);
    } else if (nanos % 1000 == 0 && nanos > 0) {
      digits(text.append('.'), nanos / 1000, 100_000);
    } else if (nanos > 0) {
      digits(text.append('.'), nanos, 100_000_000);
    }
    return text.append('Z').toString();
  }

  private static void digits(StringBuilder text, int number, int highest) {
    for (int unit = highest; unit > 0; unit /= 10) {
      text.append((char) ('0' + number / unit % 10));
    }
  }
}
