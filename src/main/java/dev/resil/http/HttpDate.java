package dev.resil.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP-date (RFC 9110, 5.6.7), parsed independently of the locale. */
final class HttpDate {
  /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
  private static final Pattern RFC_850 =
      Pattern.compile("[A-Z][a-z]+, (\\d\\d)-([A-Z][a-z]{2})-(\\d\\d) (\\d\\d:\\d\\d:\\d\\d) GMT");

  /** {@code Sun Nov 6 08:49:37 1994}. */
  private static final Pattern ASCTIME =
      Pattern.compile("[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d) (\\d{4})");

  private HttpDate() {}

  /**
   * Reads a date in the current form or in one of the two obsolete forms.
   *
   * @param now decides the century of a two-digit year: at most 50 years ahead
   */
  static Optional<Instant> parse(String text, Instant now) {
    try {
      return Optional.of(
          ZonedDateTime.parse(todays(text.strip(), now), DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String todays(String text, Instant now) {
    Matcher rfc850 = RFC_850.matcher(text);
    if (rfc850.matches()) {
      return date(
          rfc850.group(1),
          rfc850.group(2),
          Integer.toString(year(rfc850.group(3), now)),
          rfc850.group(4));
    }
    Matcher asctime = ASCTIME.matcher(text);
    return asctime.matches()
        ? date(asctime.group(2), asctime.group(1), asctime.group(4), asctime.group(3))
        : text;
  }

  private static String date(String day, String month, String year, String time) {
    return day + " " + month + " " + year + " " + time + " GMT";
  }

  private static int year(String digits, Instant now) {
    int current = now.atZone(ZoneOffset.UTC).getYear();
    int year = current - current % 100 + Integer.parseInt(digits);
    return year > current + 50 ? year - 100 : year;
  }
}
