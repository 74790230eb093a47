package dev.resil.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date in a header, parsed independently of the locale: the three forms of RFC 9110, 5.6.7, the
 * other ones that cookies have (RFC 6265, 5.1.1), and ISO 8601. The day of the week is not checked.
 */
public final class HttpDate {
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?");
  private static final Pattern ZONE = Pattern.compile("(?<=[\\d ])([+-])(\\d\\d):?(\\d\\d)?$");
  private static final Pattern ISO_DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");

  /** Those of RFC 6265, 5.1.1, except a point within a number. */
  private static final Pattern DELIMITERS =
      Pattern.compile("(?:[\\t -\\-/;-@\\[-`{-~]|(?<!\\d)\\.|\\.(?!\\d))+");

  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** The hours of the named time zones (RFC 5322, 4.3). */
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("gmt", 0),
          Map.entry("utc", 0),
          Map.entry("ut", 0),
          Map.entry("z", 0),
          Map.entry("est", -5),
          Map.entry("edt", -4),
          Map.entry("cst", -6),
          Map.entry("cdt", -5),
          Map.entry("mst", -7),
          Map.entry("mdt", -6),
          Map.entry("pst", -8),
          Map.entry("pdt", -7));

  private static final int LONGEST = 79;

  private Optional<LocalTime> time = Optional.empty();
  private Optional<LocalDate> date = Optional.empty();
  private OptionalInt day = OptionalInt.empty();
  private OptionalInt month = OptionalInt.empty();
  private OptionalInt year = OptionalInt.empty();
  private ZoneOffset zone = ZoneOffset.UTC;

  private HttpDate() {}

  /**
   * Reads a date; without a time zone it is in UTC.
   *
   * @param now decides the century of a two-digit year: at most 50 years ahead
   */
  public static Optional<Instant> parse(String text, Instant now) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      HttpDate parsed = new HttpDate();
      boolean understood = parsed.read(text.strip().toLowerCase(Locale.ROOT), now);
      return understood ? parsed.instant() : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A date in the current form of headers. */
  public static String format(Instant instant) {
    ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%s, %02d %s %04d %02d:%02d:%02d GMT",
        capital(DAYS.get(time.getDayOfWeek().getValue() % 7)),
        time.getDayOfMonth(),
        capital(MONTHS.get(time.getMonthValue() - 1)),
        time.getYear(),
        time.getHour(),
        time.getMinute(),
        time.getSecond());
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private Optional<Instant> instant() {
    if (date.isEmpty() && day.isPresent() && month.isPresent() && year.isPresent()) {
      date = Optional.of(LocalDate.of(year.getAsInt(), month.getAsInt(), day.getAsInt()));
    }
    return date.flatMap(d -> time.map(t -> LocalDateTime.of(d, t).toInstant(zone)));
  }

  private boolean read(String text, Instant now) {
    String rest = text;
    Matcher offset = ZONE.matcher(text);
    if (text.indexOf(':') >= 0 && text.indexOf(':') < text.length() - 6 && offset.find()) {
      String minutes = offset.group(3) == null ? "00" : offset.group(3);
      zone = ZoneOffset.of(offset.group(1) + offset.group(2) + minutes);
      rest = text.substring(0, offset.start());
    }
    Matcher iso = ISO_DATE.matcher(rest);
    if (iso.lookingAt()) {
      date = Optional.of(LocalDate.parse(iso.group()));
      rest = rest.substring(iso.end()).replaceFirst("^t", " ").replaceFirst("z$", " z");
    }
    for (String word : DELIMITERS.split(rest, -1)) {
      if (!word.isEmpty() && !accept(word, now)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a word for the first part that it can be; false if it is none. */
  private boolean accept(String word, Instant now) {
    Matcher clock = TIME.matcher(word);
    if (time.isEmpty() && clock.matches()) {
      int second = clock.group(3) == null ? 0 : Integer.parseInt(clock.group(3));
      time =
          Optional.of(
              LocalTime.of(
                  Integer.parseInt(clock.group(1)),
                  Integer.parseInt(clock.group(2)),
                  second == 60 ? 59 : second)); // a leap second
      return true;
    }
    if (word.matches("\\d{1,4}")) {
      return number(word, now);
    }
    if (ZONES.containsKey(word)) {
      zone = ZoneOffset.ofHours(ZONES.get(word));
      return true;
    }
    int index = word.length() < 3 ? -1 : MONTHS.indexOf(word.substring(0, 3));
    if (index >= 0 && month.isEmpty()) {
      month = OptionalInt.of(index + 1);
      return true;
    }
    return word.length() >= 3 && DAYS.contains(word.substring(0, 3));
  }

  private boolean number(String word, Instant now) {
    if (day.isEmpty() && word.length() <= 2) {
      day = OptionalInt.of(Integer.parseInt(word));
      return true;
    } else if (year.isEmpty() && (word.length() == 2 || word.length() == 4)) {
      year = OptionalInt.of(word.length() == 4 ? Integer.parseInt(word) : year(word, now));
      return true;
    }
    return false;
  }

  private static int year(String digits, Instant now) {
    int current = now.atZone(ZoneOffset.UTC).getYear();
    int year = current - current % 100 + Integer.parseInt(digits);
    return year > current + 50 ? year - 100 : year;
  }
}
