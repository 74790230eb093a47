package dev.resil.wait;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads points in time.
 *
 * @param clock for the current day
 * @param zone the zone of times without one
 */
public record PointInTime(InstantSource clock, Supplier<ZoneId> zone) {
  private static final Pattern OF_DAY = Pattern.compile("\\d{2}:\\d{2}(:\\d{2})?");
  private static final Pattern LOCAL = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}.*");
  private static final Pattern EPOCH = Pattern.compile("@\\d{1,11}");

  /**
   * Reads {@code 14:30} (of today), {@code 2026-01-31T14:30}, the same with a zone such as {@code
   * Z} or {@code +01:00}, or seconds since 1970 as {@code @1790000000}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  Instant parse(String text) {
    try {
      if (EPOCH.matcher(text).matches()) {
        return Instant.ofEpochSecond(Long.parseLong(text.substring(1)));
      } else if (OF_DAY.matcher(text).matches()) {
        ZoneId here = zone.get();
        return LocalDate.ofInstant(clock.instant(), here)
            .atTime(LocalTime.parse(text))
            .atZone(here)
            .toInstant();
      } else if (LOCAL.matcher(text).matches()) {
        String iso = text.replace(' ', 'T');
        return iso.matches(".*(Z|[+-]\\d{2}:\\d{2})")
            ? OffsetDateTime.parse(iso).toInstant()
            : LocalDateTime.parse(iso).atZone(zone.get()).toInstant();
      }
    } catch (DateTimeException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "is not a time; write it like 14:30, 2026-01-31T14:30, 2026-01-31T14:30:00Z or"
            + " @1790000000");
  }
}
