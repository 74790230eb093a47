package dev.resil.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Durations as a user writes and reads them: {@code 100ms}, {@code 2s}, {@code 1.5m}, {@code 2h},
 * {@code 1d}, {@code 1h30m}, and a bare number, which is seconds, as in {@code sleep(1)}.
 */
public final class Durations {
  /** The longest duration there is, 292 years: its nanoseconds fit into a long. */
  public static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE);

  private static final Map<String, BigDecimal> UNIT_NANOS =
      Map.of(
          "ns", BigDecimal.valueOf(1L),
          "us", BigDecimal.valueOf(1_000L),
          "ms", BigDecimal.valueOf(1_000_000L),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L),
          "d", BigDecimal.valueOf(86_400_000_000_000L));

  /** More digits than this say nothing about a duration and cost time to compute with. */
  private static final int MAX_NUMBER_LENGTH = 40;

  private Durations() {}

  /**
   * Reads a duration. What is longer than {@link #MAX} becomes {@link #MAX}; what is shorter than a
   * nanosecond but not zero becomes a nanosecond, since zero means "none".
   *
   * @throws IllegalArgumentException if the text is not a duration
   */
  public static Duration parse(String text) {
    BigDecimal nanos = BigDecimal.ZERO;
    int position = 0;
    do {
      int unitStart = skip(text, position, true);
      int unitEnd = skip(text, unitStart, false);
      nanos = nanos.add(number(text, position, unitStart).multiply(unit(text, unitStart, unitEnd)));
      if (unitStart == unitEnd && position > 0) {
        throw malformed(); // a bare number is seconds only where it stands alone
      }
      position = unitEnd;
    } while (position < text.length());
    return clamp(nanos);
  }

  private static int skip(String text, int from, boolean digits) {
    int i = from;
    while (i < text.length() && isNumeric(text.charAt(i)) == digits) {
      i++;
    }
    return i;
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static BigDecimal number(String text, int from, int to) {
    if (from == to || to - from > MAX_NUMBER_LENGTH) {
      throw malformed();
    }
    try {
      return new BigDecimal(text.substring(from, to));
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  private static BigDecimal unit(String text, int from, int to) {
    String unit = from == to ? "s" : text.substring(from, to);
    BigDecimal nanos = UNIT_NANOS.get(unit);
    if (nanos == null) {
      throw malformed();
    }
    return nanos;
  }

  private static Duration clamp(BigDecimal nanos) {
    return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0
        ? MAX
        : Duration.ofNanos(nanos.setScale(0, RoundingMode.UP).longValue());
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "not a duration; write it like 100ms, 2s, 1.5m, 2h, 1d or 1h30m");
  }

  /** A duration for people: two or three significant digits, the largest unit that fits. */
  public static String format(Duration duration) {
    double seconds = seconds(duration);
    if (seconds == 0) {
      return "0s";
    } else if (seconds < 0.9995) {
      return decimal(Math.max(seconds * 1e3, 0.1)) + "ms";
    } else if (seconds < 59.95) {
      return decimal(seconds) + "s";
    }
    return wholeUnits(duration);
  }

  private static String decimal(double value) {
    String digits = String.format(Locale.ROOT, value < 9.995 ? "%.2f" : "%.1f", value);
    return digits.replaceFirst("\\.?0+$", "");
  }

  /** Minutes and more: {@code 1m30s}, {@code 2h5m}, {@code 3d4h}. */
  private static String wholeUnits(Duration duration) {
    long s = duration.toMillis() / 1000 + (duration.toMillis() % 1000 >= 500 ? 1 : 0);
    if (s < 3600) {
      return s / 60 + "m" + (s % 60 == 0 ? "" : s % 60 + "s");
    } else if (s < 86_400) {
      return s / 3600 + "h" + (s % 3600 / 60 == 0 ? "" : s % 3600 / 60 + "m");
    }
    return s / 86_400 + "d" + (s % 86_400 / 3600 == 0 ? "" : s % 86_400 / 3600 + "h");
  }

  /** Seconds as a number, to the nanosecond: what JSON holds. */
  public static double seconds(Duration duration) {
    return (double) duration.toNanos() / 1e9;
  }
}
