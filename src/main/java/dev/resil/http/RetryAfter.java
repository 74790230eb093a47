package dev.resil.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a server wants to be left alone. */
final class RetryAfter {
  private static final String RETRY_AFTER = "Retry-After";
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Pattern SECONDS = Pattern.compile("\\d+");

  /** Of RateLimit: what is left, and when there is more (IETF draft, versions 8 and before). */
  private static final Pattern REMAINING = Pattern.compile("(?:\\br|remaining)=(\\d+)\\b");

  private static final Pattern RESET = Pattern.compile("(?:\\bt|reset)=(\\d+)\\b");

  /** 31 years: nobody waits for longer, whatever a server asks for. */
  private static final int MAX_DIGITS = 9;

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
  static Optional<Wait> of(ResponseHead head, Instant now) {
    return head.header(RETRY_AFTER)
        .flatMap(value -> delay(value, head, now))
        .map(duration -> new Wait(RETRY_AFTER, duration))
        .or(() -> rateLimit(head));
  }

  private static Optional<Duration> delay(String value, ResponseHead head, Instant now) {
    String text = value.strip();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(seconds(text));
    }
    Instant serversNow = head.header("Date").flatMap(date -> HttpDate.parse(date, now)).orElse(now);
    return HttpDate.parse(text, now)
        .map(until -> Duration.between(serversNow, until))
        .map(duration -> duration.isNegative() ? Duration.ZERO : duration);
  }

  private static Duration seconds(String digits) {
    return Duration.ofSeconds(digits.length() > MAX_DIGITS ? 999_999_999 : Long.parseLong(digits));
  }

  private static Optional<Wait> rateLimit(ResponseHead head) {
    Optional<String> left = head.header("RateLimit-Remaining").map(String::strip);
    boolean usedUp =
        left.isPresent() ? left.get().matches("0+") : head.status() == TOO_MANY_REQUESTS;
    Optional<Wait> separate =
        usedUp
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
    return new Wait(header, seconds(seconds));
  }
}
