package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");
  private static final HttpUrl URL = HttpUrl.get("http://localhost/");

  private static ResponseHead head(int status, String... headers) {
    return new ResponseHead(status, "", Protocol.HTTP_1_1, Headers.of(headers), URL);
  }

  private static Duration wait(ResponseHead head) {
    return RetryAfter.of(head, NOW).map(RetryAfter.Wait::duration).orElse(Duration.ofDays(-1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30                              | 30
          ' 30 '                          | 30
          0                               | 0
          99999999999999999999            | 999999999
          Sun, 06 Nov 1994 08:49:37 GMT   | 30
          Sunday, 06-Nov-94 08:49:37 GMT  | 30
          Sun Nov  6 08:49:37 1994        | 30
          Sun, 06 Nov 1994 08:48:37 GMT   | 0
          """)
  void shouldParseSecondsAndDates(String value, long seconds) {
    assertThat(wait(head(503, "Retry-After", value))).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource({"soon", "-1", "1.5", "''", "6 Nov"})
  void shouldIgnoreOtherValues(String value) {
    assertThat(RetryAfter.of(head(503, "Retry-After", value), NOW)).isEmpty();
  }

  @Test
  void shouldTakeADateByTheServersClock() {
    ResponseHead ahead =
        head(
            503,
            "Date",
            "Sun, 06 Nov 1994 09:49:07 GMT",
            "Retry-After",
            "Sun, 06 Nov 1994 09:49:37 GMT");

    assertThat(wait(ahead)).hasSeconds(30);
  }

  @Test
  void shouldWaitForTheEndOfAnExhaustedLimit() {
    assertThat(wait(head(429, "RateLimit-Remaining", "0", "RateLimit-Reset", "7"))).hasSeconds(7);
    assertThat(wait(head(429, "RateLimit-Reset", "7"))).hasSeconds(7);
    assertThat(wait(head(503, "RateLimit", "limit=10, remaining=0, reset=7"))).hasSeconds(7);
    assertThat(wait(head(503, "RateLimit", "\"default\";r=0;t=7"))).hasSeconds(7);
    assertThat(
            RetryAfter.of(head(503, "RateLimit", "\"a\";r=0;t=7"), NOW)
                .map(RetryAfter.Wait::header))
        .contains("RateLimit");
  }

  @Test
  void shouldNotWaitIfTheLimitIsNotExhausted() {
    assertThat(RetryAfter.of(head(503, "RateLimit-Remaining", "1", "RateLimit-Reset", "7"), NOW))
        .isEmpty();
    assertThat(RetryAfter.of(head(503, "RateLimit-Reset", "7"), NOW)).isEmpty();
    assertThat(RetryAfter.of(head(503, "RateLimit", "\"default\";r=10;t=7"), NOW)).isEmpty();
  }

  @Test
  void shouldPreferRetryAfterToARateLimit() {
    assertThat(wait(head(429, "Retry-After", "5", "RateLimit-Reset", "7"))).hasSeconds(5);
  }
}
