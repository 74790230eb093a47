package dev.resil.http;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wait that a server asks for.
 *
 * @param asked the wait, empty for none
 * @param ignored the header that was not understood, as words for a message
 */
record RetryAfter(Optional<Wait> asked, Optional<String> ignored) {
  private static final String RETRY_AFTER = "Retry-After";
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Seconds; fractions and units are no standard, but common. */
  private static final Pattern SECONDS =
      Pattern.compile("\\+?(\\d+(?:\\.\\d*)?|\\.\\d+) *(?:s|secs?|seconds?)?");

  /** The members of a list; the comma within a date separates nothing. */
  private static final Pattern COMMA = Pattern.compile("(?i)(?<!day|sun|mon|tue|wed|thu|fri|sat),");

  /** The prefixes of the headers for a quota: the IETF draft's, GitHub's, others'. */
  private static final List<String> QUOTAS = List.of("RateLimit-", "X-RateLimit-", "X-Rate-Limit-");

  /**
   * Parts of RateLimit: the remaining quota and the time of its reset (IETF draft, up to version
   * 8).
   */
  private static final Pattern REMAINING = Pattern.compile("(?:\\br|remaining)=(\\d+)\\b");

  private static final Pattern RESET = Pattern.compile("(?:\\bt|reset)=(\\d+)\\b");

  /** The longest wait, 31 years: more makes no difference. */
  private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

  /** The least number of seconds, and of milliseconds, that is a time since 1970. */
  private static final long EPOCH_SECONDS = 1_000_000_000L;

  private static final long EPOCH_MILLIS = 100_000_000_000L;

  /** The most characters of a value that a message shows. */
  private static final int SHOWN = 40;

  /**
   * A wait and the header that asks for it.
   *
   * @param header the name of the header
   * @param duration from now, 0 to 31 years
   */
  record Wait(String header, Duration duration) {}

  /**
   * The wait in the head of a response: Retry-After (RFC 9110, 10.2.3), else the reset of an
   * exhausted quota: {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers, {@code
   * X-RateLimit-Reset} of GitHub and others. If there are several Retry-After, the longest counts.
   * A date is compared with the server's clock if the response has a Date.
   */
  static RetryAfter of(ResponseHead head, Instant now) {
    Instant serversNow = head.header("Date").flatMap(date -> HttpDate.parse(date, now)).orElse(now);
    Optional<Duration> longest = Optional.empty();
    Optional<String> ignored = Optional.empty();
    for (String value : head.all(RETRY_AFTER)) {
      Optional<Duration> duration = list(value, serversNow);
      if (duration.isEmpty()) {
        ignored = Optional.of(notUnderstood(value));
      } else if (longest.isEmpty() || duration.get().compareTo(longest.get()) > 0) {
        longest = duration;
      }
    }
    return new RetryAfter(
        longest
            .map(duration -> new Wait(RETRY_AFTER, duration))
            .or(() -> quota(head, serversNow))
            .or(() -> head.header("RateLimit").flatMap(RetryAfter::usedUp)),
        ignored);
  }

  /** Whether a response limits the rate of requests: a 403 or 429 that names a wait. */
  static boolean limits(ResponseHead head, Instant now) {
    return (head.status() == FORBIDDEN || head.status() == TOO_MANY_REQUESTS)
        && of(head, now).asked().isPresent();
  }

  private static String notUnderstood(String value) {
    String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    return "'%s: %s' is ignored: neither seconds nor a date".formatted(RETRY_AFTER, shown);
  }

  /** The longest wait of a list; empty if a member is not understood. */
  private static Optional<Duration> list(String value, Instant now) {
    List<Duration> all = new ArrayList<>();
    for (String member : COMMA.split(value, -1)) {
      Optional<Duration> duration = delay(member, now);
      if (duration.isEmpty()) {
        return delay(value, now);
      }
      all.add(duration.get());
    }
    return all.stream().max(Duration::compareTo);
  }

  private static Optional<Duration> delay(String value, Instant now) {
    String text = value.strip().replaceAll("^([\"'])(.*)\\1$", "$2").strip();
    Matcher seconds = SECONDS.matcher(text.toLowerCase(Locale.ROOT));
    return seconds.matches()
        ? Optional.of(seconds(seconds.group(1)))
        : HttpDate.parse(text, now).map(until -> between(now, until));
  }

  private static Duration between(Instant now, Instant until) {
    Duration duration = Duration.between(now, until);
    return duration.isNegative()
        ? Duration.ZERO
        : duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }

  /** Whole seconds, rounded up: an attempt that comes too early would be in vain. */
  private static Duration seconds(String number) {
    int digits = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
    String significant = number.replaceFirst("^0+(?=\\d)", "");
    if (digits - (number.length() - significant.length()) > 10) {
      return LONGEST;
    }
    long seconds =
        new BigDecimal("0" + (number.endsWith(".") ? number + "0" : number))
            .setScale(0, RoundingMode.CEILING)
            .longValue();
    return seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
  }

  private static Optional<Wait> quota(ResponseHead head, Instant now) {
    for (String prefix : QUOTAS) {
      Optional<String> left = head.header(prefix + "Remaining").map(String::strip);
      boolean usedUp =
          left.isPresent()
              ? left.get().matches("0+(\\.0*)?|-\\d+")
              : head.status() == TOO_MANY_REQUESTS;
      Optional<Duration> reset =
          head.header(prefix + "Reset").filter(_ -> usedUp).flatMap(value -> reset(value, now));
      if (reset.isPresent()) {
        return Optional.of(new Wait(prefix + "Reset", reset.get()));
      }
    }
    return Optional.empty();
  }

  /** The reset of a quota: in seconds, or as a time since 1970 in seconds or milliseconds. */
  private static Optional<Duration> reset(String value, Instant now) {
    String digits = value.strip();
    if (digits.matches("\\d{10,15}") && Long.parseLong(digits) >= EPOCH_SECONDS) {
      long number = Long.parseLong(digits);
      Instant until =
          number < EPOCH_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
      return Optional.of(between(now, until));
    }
    return delay(value, now);
  }

  private static Optional<Wait> usedUp(String value) {
    Matcher remaining = REMAINING.matcher(value);
    Matcher reset = RESET.matcher(value);
    return remaining.find() && remaining.group(1).matches("0+") && reset.find()
        ? Optional.of(new Wait("RateLimit", seconds(reset.group(1))))
        : Optional.empty();
  }
}
