package dev.resil.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @Test
  void shouldReadMembersByName() throws MalformedJsonException {
    JsonObject json =
        parse(
            """
            {"text": "é", "yes": true, "count": 9223372036854775807, "number": 2.5,
             "seconds": 1.000000001, "at": "2026-11-23T12:00:00.5Z", "inner": {"a": 1},
             "list": [{"a": 1}, {"a": 2}], "none": null, "unknown": [[{}], 1]}
            """);
    assertThat(json.string("text")).isEqualTo("é");
    assertThat(json.bool("yes")).isTrue();
    assertThat(json.count("count")).isEqualTo(Long.MAX_VALUE);
    assertThat(json.number("number")).isEqualTo(2.5);
    assertThat(json.duration("seconds")).isEqualTo(Duration.ofSeconds(1, 1));
    assertThat(json.time("at")).isEqualTo(Instant.parse("2026-11-23T12:00:00.5Z"));
    assertThat(json.object("inner").count("a")).isEqualTo(1);
    assertThat(json.objects("list").get(1).count("a")).isEqualTo(2);
    assertThat(json.has("none")).isFalse();
  }

  @Test
  void shouldNameTheInvalidMember() throws MalformedJsonException {
    JsonObject json = parse("{\"inner\": {\"a\": \"x\", \"list\": [{\"b\": -1}]}, \"big\": 1e99}");
    JsonObject inner = json.object("inner");
    complains("a: is missing", () -> json.string("a"));
    complains("inner.a: is not a number", () -> inner.count("a"));
    complains("inner.list[0].b: is not a count", () -> inner.objects("list").getFirst().count("b"));
    complains("big: is not a count", () -> json.count("big"));
    complains("inner.a: is not an RFC 3339 time in UTC", () -> inner.time("a"));
    complains("inner.a: is not a known value", () -> inner.constant("a", Thread.State.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{}x", "[]", "1", "\0\0\0", "{\"a\": }", "{\"a\": 1", "é"})
  void shouldRefuseAnIncompleteObject(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1", "1e19", "1e400"})
  void shouldRefuseAnEnormousDurationAtOnce(String number) throws MalformedJsonException {
    JsonObject json = parse("{\"d\": " + number + "}");
    complains("d: is not a duration in seconds", () -> json.duration("d"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+1000000000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z", "now", "2026-11-23"})
  void shouldRefuseATimeThatIsNotRfc3339(String text) throws MalformedJsonException {
    JsonObject json = parse("{\"t\": \"" + text + "\"}");
    complains("t: is not an RFC 3339 time in UTC", () -> json.time("t"));
  }

  private static void complains(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(MalformedJsonException.class).hasMessage(message);
  }

  private static JsonObject parse(String text) throws MalformedJsonException {
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
