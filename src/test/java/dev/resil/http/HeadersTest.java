package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Head;
import dev.resil.http.wire.Url;
import dev.resil.outcome.Outcome;
import dev.resil.run.RetryAdvice;
import dev.resil.run.Transfer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server says, all that reads headers ends, and no wait is longer than allowed. */
class HeadersTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final RepeatPolicy POLICY =
      new RepeatPolicy(false, Optional.empty(), Optional.of(LONGEST));
  private static final Url URL = Url.parse("http://host/path");
  private static final RequestSpec SPEC = Trial.spec("GET", "http://host/path", Optional.empty());
  private static final Answer.Last LAST =
      new Answer.Last(
          "GET",
          URL,
          Optional.empty(),
          0,
          new Timeline.Details(Optional.empty(), Optional.empty(), Duration.ZERO, 1));

  private static ResponseHead head(int status, Fields fields) {
    return new ResponseHead(new Head("HTTP/1.1", status, fields, new byte[0]), URL);
  }

  private static Answer answer(ResponseHead head) {
    Transfer transfer =
        new Transfer(
            OptionalInt.of(head.status()),
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            0,
            OptionalLong.empty(),
            false,
            new Transfer.Times(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO));
    return new Answer(
        new Outcome.Status(head.status(), RetryAfter.limits(head, NOW)),
        Set.of(),
        Optional.of(head),
        transfer,
        true,
        LAST,
        Optional.empty());
  }

  private static void readAll(ResponseHead head) {
    Answer answer = answer(head);
    RetryAdvice advice = new RepeatSafety(SPEC, POLICY).after(answer, NOW);
    if (advice instanceof RetryAdvice.After(Duration delay, _)) {
      assertThat(delay).isBetween(Duration.ZERO, LONGEST);
    }
    assertThat(advice.why()).hasSizeLessThan(500);
    Revalidation.validators(SPEC, "identity", answer);
    new TimeCondition(NOW, true).isMet(head);
    new CookieJar().accept(URL, head.all("Set-Cookie"), NOW);
    DigestChallenge.strongest(head.all("WWW-Authenticate"))
        .ifPresent(challenge -> challenge.answer(new Credentials("u", "p"), "GET", "/path"));
    new WriteOutTest.Texts(answer, SPEC).all();
    try {
      Requests.location(head);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    for (Optional<Download.Range> asked :
        List.of(
            Optional.<Download.Range>empty(), Optional.of(new Download.Range(5, "\"version\"")))) {
      try {
        Download download =
            new Download(new KeptOutput(), Optional.empty(), BodyPolicy.DEFAULT, Optional.empty());
        download.begin(head, asked, new byte[0]);
        download.append(new byte[3], 3);
        download.end();
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Location",
        "Content-Length",
        "Content-Encoding",
        "Content-Range",
        "ETag",
        "Last-Modified",
        "Date",
        "Repr-Digest",
        "Retry-After",
        "RateLimit",
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "X-RateLimit-Remaining",
        "X-RateLimit-Reset",
        "Set-Cookie",
        "WWW-Authenticate",
      })
  void shouldReadAnyValue(String name) {
    List<String> values = OddValues.all();
    for (int status : new int[] {200, 206, 302, 401, 403, 429, 503}) {
      for (int i = 0; i < values.size(); i++) {
        // alone, twice, and beside what makes it count
        for (Fields fields :
            List.of(
                Fields.of(name, values.get(i)),
                Fields.of(name, values.get(i), name, values.get((i + 7) % values.size())),
                Fields.of(
                    "X-RateLimit-Remaining",
                    "0",
                    "RateLimit-Remaining",
                    "0",
                    "Date",
                    "Sat, 31 Jan 2026 11:00:00 GMT",
                    name,
                    values.get(i)))) {
          assertThatCode(() -> readAll(head(status, fields)))
              .as(fields.toString())
              .doesNotThrowAnyException();
        }
      }
    }
  }
}
