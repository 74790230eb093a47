package dev.resil.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a server wants to be left alone. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /** Of RateLimit: what is left, and when there is more (IETF draft, versions 8 and before). */
  private static final Pattern REMAINING = Pattern.compile("(?:\\br|remaining)=(\\d{1,9})\\b");

  private static final Pattern RESET = Pattern.compile("(?:\\bt|reset)=(\\d{1,9})\\b");

  private RetryAfter() {}

  /**
   * What a wait was asked for, and how long it is.
   *
   * @param header the name of the header that says so
   */
  record Wait(String header, Duration duration) {}

  /**
   * What the head of a response asks for: Retry-After (RFC 9110, 10.2.3), else the end of a used up
   * RateLimit (draft-ietf-httpapi-ratelimit-headers). A date is taken by the server's own clock,
   * where it shows that.
   */
  static Optional<Wait> of(Head head, Instant now) {
    return head.header("Retry-After")
        .flatMap(value -> delay(value, head, now))
        .map(duration -> new Wait("Retry-After", duration))
        .or(() -> rateLimit(head));
  }

  private static Optional<Duration> delay(String value, Head head, Instant now) {
    String text = value.strip();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    Instant serversNow = head.header("Date").flatMap(RetryAfter::date).orElse(now);
    return date(text)
        .map(until -> Duration.between(serversNow, until))
        .map(duration -> duration.isNegative() ? Duration.ZERO : duration);
  }

  /** An HTTP-date in the form that RFC 9110 has servers send. */
  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
              .withZoneSameInstant(ZoneOffset.UTC)
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Wait> rateLimit(Head head) {
    Optional<Wait> separate =
        head.header("RateLimit-Remaining").filter(left -> left.strip().equals("0")).isPresent()
            ? head.header("RateLimit-Reset")
                .map(String::strip)
                .filter(reset -> SECONDS.matcher(reset).matches())
                .map(reset -> delay("RateLimit-Reset", reset))
            : Optional.empty();
    return separate.or(() -> head.header("RateLimit").flatMap(RetryAfter::usedUp));
  }

  private static Optional<Wait> usedUp(String value) {
    Matcher remaining = REMAINING.matcher(value);
    Matcher reset = RESET.matcher(value);
    return remaining.find() && remaining.group(1).matches("0+") && reset.find()
        ? Optional.of(delay("RateLimit", reset.group(1)))
        : Optional.empty();
  }

  private static Wait delay(String header, String seconds) {
    return new Wait(header, Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
