package dev.resil.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The wait that a server asks for. */
final class RetryAfter {
  private static final String RETRY_AFTER = "Retry-After";
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Pattern SECONDS = Pattern.compile("\\d+");

  /**
   * Parts of RateLimit: the remaining quota and the time of its reset (IETF draft, up to version
   * 8).
   */
  private static final Pattern REMAINING = Pattern.compile("(?:\\br|remaining)=(\\d+)\\b");

  private static final Pattern RESET = Pattern.compile("(?:\\bt|reset)=(\\d+)\\b");

  /** The most digits of a number of seconds, 31 years. */
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * A wait and the header that asks for it.
   *
   * @param header the name of the header
   */
  record Wait(String header, Duration duration) {}

  /**
   * The wait in the head of a response: Retry-After (RFC 9110, 10.2.3), else the reset of an
   * exhausted RateLimit (draft-ietf-httpapi-ratelimit-headers). A date is compared with the
   * server's clock if the response has a Date.
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
