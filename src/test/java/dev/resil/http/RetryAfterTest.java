package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Head;
import dev.resil.http.wire.Url;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");
  private static final Url URL = Url.parse("http://localhost/");

  private static ResponseHead head(int status, String... headers) {
    return new ResponseHead(new Head("HTTP/1.1", status, Fields.of(headers), new byte[0]), URL);
  }

  private static Duration wait(ResponseHead head) {
    return RetryAfter.of(head, NOW)
        .asked()
        .map(RetryAfter.Wait::duration)
        .orElse(Duration.ofDays(-1));
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
          1.5                             | 2
          0.001                           | 1
          2.                              | 2
          .5                              | 1
          +30                             | 30
          00000000000000000030            | 30
          999999999999                    | 999999999
          120, 60                         | 120
          60,120                          | 120
          '"30"'                          | 30
          '"30" '                         | 30
          30s                             | 30
          30 Seconds                      | 30
          sun, 06 nov 1994 08:49:37 gmt   | 30
          Mon, 06 Nov 1994 08:49:37 GMT   | 30
          Sun, 6 Nov 1994 08:49:37 GMT    | 30
          06 Nov 1994 08:49:37 GMT        | 30
          Sun, 06 Nov 1994 08:49:37 UTC   | 30
          Sun, 06 Nov 1994 08:49:37       | 30
          Sun, 06 Nov 1994 09:49:37 +0100 | 30
          Sun, 06 Nov 1994 03:49:37 EST   | 30
          Sun, 06-Nov-1994 08:49:37 GMT   | 30
          Sun, 06 Nov 1994 08:49:60 GMT   | 52
          Sun, 06 Nov 1994 08:49:37 GMT, 5 | 30
          1994-11-06T08:49:37Z            | 30
          1994-11-06T08:49:37.250Z        | 30
          1994-11-06 08:49:37             | 30
          1994-11-06T10:49:37+02:00       | 30
          Fri, 31 Dec 9999 23:59:59 GMT   | 999999999
          """)
  void shouldParseSecondsAndDates(String value, long seconds) {
    assertThat(wait(head(503, "Retry-After", value))).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          soon
          -1
          -1.5
          ''
          ','
          6 Nov
          08:49:37
          1e3
          0x10
          NaN
          30; comment
          1 2 3
          Sun, 06 Nov 1994 08:49:37 CET
          Sun, 36 Nov 1994 08:49:37 GMT
          Sun, 06 Nov 1994 28:49:37 GMT
          Sun, 06 Nov 994 08:49:37 GMT
          1994-13-06T08:49:37Z
          30, soon
          P1D
          """)
  void shouldIgnoreOtherValuesAndSaySo(String value) {
    RetryAfter asked = RetryAfter.of(head(503, "Retry-After", value), NOW);

    assertThat(asked.asked()).isEmpty();
    assertThat(asked.ignored())
        .hasValueSatisfying(
            text -> assertThat(text).startsWith("'Retry-After: " + value + "' is ignored"));
  }

  @Test
  void shouldTakeTheLongestOfSeveral() {
    ResponseHead both = head(503, "Retry-After", "5", "retry-after", "7", "Retry-After", "soon");

    assertThat(wait(both)).hasSeconds(7);
    assertThat(RetryAfter.of(both, NOW).ignored()).isPresent();
  }

  @Test
  void shouldWaitForTheEndOfGithubsLimit() {
    String reset = Long.toString(NOW.getEpochSecond() + 20 + 1_000_000_000L);
    Instant now = NOW.plusSeconds(1_000_000_000L);
    ResponseHead head = head(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset);
    ResponseHead left = head(403, "X-RateLimit-Remaining", "9", "X-RateLimit-Reset", reset);

    assertThat(RetryAfter.of(head, now).asked())
        .contains(new RetryAfter.Wait("X-RateLimit-Reset", Duration.ofSeconds(20)));
    assertThat(RetryAfter.limits(head, now)).isTrue();
    assertThat(RetryAfter.of(left, now).asked()).isEmpty();
    assertThat(RetryAfter.limits(left, now)).isFalse();
    assertThat(RetryAfter.limits(head(403, "Retry-After", "1"), now)).isTrue();
    assertThat(RetryAfter.limits(head(404, "Retry-After", "1"), now)).isFalse();
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
                .asked()
                .map(RetryAfter.Wait::header))
        .contains("RateLimit");
  }

  @Test
  void shouldNotWaitIfTheLimitIsNotExhausted() {
    assertThat(
            RetryAfter.of(head(503, "RateLimit-Remaining", "1", "RateLimit-Reset", "7"), NOW)
                .asked())
        .isEmpty();
    assertThat(RetryAfter.of(head(503, "RateLimit-Reset", "7"), NOW).asked()).isEmpty();
    assertThat(RetryAfter.of(head(503, "RateLimit", "\"default\";r=10;t=7"), NOW).asked())
        .isEmpty();
  }

  @Test
  void shouldPreferRetryAfterToARateLimit() {
    assertThat(wait(head(429, "Retry-After", "5", "RateLimit-Reset", "7"))).hasSeconds(5);
  }
}
