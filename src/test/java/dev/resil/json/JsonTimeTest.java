package dev.resil.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same times and texts as the JDK's. */
class JsonTimeTest {
  @Property
  void shouldWriteAndReadAnyTime(
      @ForAll @LongRange(min = -62_167_219_201L, max = 253_402_300_800L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos,
      @ForAll @IntRange(max = 3) int thousands) {
    int unit = (int) Math.pow(1000, thousands);
    Instant time = Instant.ofEpochSecond(seconds, nanos - nanos % unit);
    assertThat(JsonTime.format(time)).isEqualTo(time.toString());
    assertThat(JsonTime.parse(time.toString())).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-28T12:00:00.5Z",
        "2026-11-28T12:00:00.12345Z",
        "2026-11-28T12:00:00+01:00",
        "2026-11-28t12:00:00z",
        "2026-11-28T12:00Z",
        "2024-02-29T23:59:59Z",
        "2026-11-28T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-11-28T12:00:00.Z"
      })
  void shouldReadWhatTheJdkReads(String text) {
    Instant expected;
    try {
      expected = Instant.parse(text);
    } catch (DateTimeException e) {
      assertThatThrownBy(() -> JsonTime.parse(text)).isInstanceOf(DateTimeException.class);
      return;
    }
    assertThat(JsonTime.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-28",
        "2026-13-28T12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2026-11-28T12:61:00Z",
        "2026-11-28T12:00:00.1234567890Z",
        "2026-11-28T12:00:00.12x4Z",
        "2026-11-28T12:00:00",
        "2026-11-28 12:00:00Z",
        "٢٠٢٦-11-28T12:00:00Z"
      })
  void shouldReadNothingElse(String text) {
    assertThatThrownBy(() -> JsonTime.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
