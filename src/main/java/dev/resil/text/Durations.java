package dev.resil.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;

/**
 * Durations in the notation of users: {@code 100ms}, {@code 2s}, {@code 1.5m}, {@code 2h}, {@code
 * 1d}, {@code 1h30m}; a number without a unit is in seconds, as in {@code sleep(1)}, and may have
 * an exponent.
 */
public final class Durations {
  /** The longest duration, 292 years: its nanoseconds fit into a long. */
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

  /** More digits do not matter to a duration, and cost time to compute with. */
  private static final int MAX_NUMBER_LENGTH = 40;

  private static final int MAX_EXPONENT = 1000;

  private Durations() {}

  /**
   * Parses a duration. A longer one than {@link #MAX} becomes {@link #MAX}; one shorter than a
   * nanosecond, but not zero, becomes a nanosecond, since zero means "none".
   *
   * @throws IllegalArgumentException if the text is not a duration
   */
  public static Duration parse(String text) {
    BigDecimal nanos = BigDecimal.ZERO;
    int position = 0;
    do {
      int unitStart = skipExponent(text, skip(text, position, true));
      int unitEnd = skip(text, unitStart, false);
      nanos = nanos.add(number(text, position, unitStart).multiply(unit(text, unitStart, unitEnd)));
      if (unitStart == unitEnd && position > 0) {
        throw malformed(); // only a number that stands alone may lack its unit
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

  /** The end of an exponent, as of {@code 1e-05}, which programs print for small numbers. */
  private static int skipExponent(String text, int from) {
    if (from >= text.length() || (text.charAt(from) != 'e' && text.charAt(from) != 'E')) {
      return from;
    }
    boolean signed =
        from + 1 < text.length() && (text.charAt(from + 1) == '-' || text.charAt(from + 1) == '+');
    int digits = from + (signed ? 2 : 1);
    int end = digits;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end == digits ? from : end;
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static BigDecimal number(String text, int from, int to) {
    if (from == to || to - from > MAX_NUMBER_LENGTH) {
      throw malformed();
    }
    String number = text.substring(from, to);
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    try {
      return e < 0
          ? new BigDecimal(number)
          : new BigDecimal(number.substring(0, e)).scaleByPowerOfTen(exponent(number, e + 1));
    } catch (NumberFormatException malformed) {
      throw malformed();
    }
  }

  /** An exponent, limited to where every duration is too long or too short to tell apart. */
  private static int exponent(String number, int from) {
    BigDecimal exponent = new BigDecimal(number.substring(from));
    BigDecimal limit = BigDecimal.valueOf(MAX_EXPONENT);
    return exponent.max(limit.negate()).min(limit).intValue();
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

  /**
   * Three digits without trailing zeros. Does not use {@code Formatter}, which would load a
   * locale's data and take longer than the rest of a run.
   */
  private static String decimal(double value) {
    long scale = value < 9.995 ? 100 : 10;
    long scaled = Math.round(value * scale);
    while (scale > 1 && scaled % 10 == 0) {
      scaled /= 10;
      scale /= 10;
    }
    String digits = Long.toString(scaled % scale + scale).substring(1); // with zeros in front
    return scaled / scale + (digits.isEmpty() ? "" : "." + digits);
  }

  /** Minutes and more, to the nearest of the smaller unit: {@code 1m30s}, {@code 2h5m}. */
  private static String wholeUnits(Duration duration) {
    long seconds = (duration.toMillis() + 500) / 1000;
    long minutes = (seconds + 30) / 60;
    long hours = (seconds + 1800) / 3600;
    if (seconds < 3600) {
      return twoUnits(seconds, 60, "m", "s");
    } else if (minutes < 24 * 60) {
      return twoUnits(minutes, 60, "h", "m");
    }
    return twoUnits(hours, 24, "d", "h");
  }

  private static String twoUnits(long count, long ratio, String large, String small) {
    return count / ratio + large + (count % ratio == 0 ? "" : count % ratio + small);
  }

  /** Seconds as a number, to the nanosecond, for JSON. */
  public static double seconds(Duration duration) {
    return (double) duration.toNanos() / 1e9;
  }
}
