package dev.resil.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long HALF_HOUR_NANOS = 1800 * SECOND_NANOS;
  private static final BigDecimal HALF_NANO = BigDecimal.valueOf(5, 10);
  private static final long DAY_NANOS = 86_400 * SECOND_NANOS;

  @ParameterizedTest
  @CsvSource({
    "100ms, PT0.1S",
    "2s, PT2S",
    "1.5m, PT1M30S",
    "2h, PT2H",
    "1d, PT24H",
    "1h30m, PT1H30M",
    "1h30m5.5s, PT1H30M5.5S",
    "2, PT2S",
    "0.25, PT0.25S",
    ".5, PT0.5S",
    "5., PT5S",
    "007, PT7S",
    "0, PT0S",
    "0ms, PT0S",
    "1us, PT0.000001S",
    "1ns, PT0.000000001S",
    "0.1ns, PT0.000000001S",
    "0.0000000001, PT0.000000001S",
    "30m1h, PT1H30M",
    "1e3, PT1000S",
    "1E3, PT1000S",
    "1.5e1m, PT15M",
    "1e-05, PT0.00001S",
    "1e1h1e1m, PT10H10M",
    "0e999999999999999999999, PT0S",
    "1e-999999999999999999999, PT0.000000001S",
    "5e-324, PT0.000000001S"
  })
  void shouldReadDocumentedDurations(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "106752d",
        "9223372037",
        "2.34e+5d",
        "1.7976931348623157e+308",
        "1e99999999999999999999999999",
        "9999999999999999999999999999999999999999d",
        "100000d100000d"
      })
  void shouldClampOverflow(String text) {
    assertThat(Durations.parse(text)).isEqualTo(Durations.MAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "s",
        "ms",
        "-1",
        "+1",
        "-1s",
        "1 s",
        " 1s",
        "1s ",
        "1S",
        "1M",
        "1min",
        "1w",
        "1y",
        "1e",
        "e3",
        "1e+",
        "1e3e3",
        "1e3.5",
        "0x10",
        "1_000",
        "1,5",
        "1..5",
        "1.5.5s",
        "1h30",
        "1m-5s",
        "NaN",
        "Infinity",
        "forever",
        "1s,2s",
        "1s\n",
        "١s",
        "1s\0",
        "10000000000000000000000000000000000000000s"
      })
  void shouldRefuseAnInvalidDuration(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessageStartingWith("not a duration; write it like 100ms");
  }

  @Property
  void shouldNeverFailInAnyOtherWay(@ForAll String text) {
    assertThat(isHandled(text)).isTrue();
  }

  @Property
  void shouldNeverFailInAnyOtherWayOnAlmostDurations(
      @ForAll
          @Chars({'.', 'm', 's', 'h', 'd', 'u', 'n'})
          @CharRange(from = '0', to = '9')
          @StringLength(max = 60)
          String text) {
    assertThat(isHandled(text)).isTrue();
  }

  private static boolean isHandled(String text) {
    try {
      Duration duration = Durations.parse(text);
      return !duration.isNegative() && duration.compareTo(Durations.MAX) <= 0;
    } catch (IllegalArgumentException e) {
      return e.getClass() == IllegalArgumentException.class;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1ns, 0.1ms",
    "0.12ms, 0.12ms",
    "1ms, 1ms",
    "1.234ms, 1.23ms",
    "12.34ms, 12.3ms",
    "100ms, 100ms",
    "999.4ms, 999.4ms",
    "999.6ms, 1s",
    "1.5s, 1.5s",
    "9.996s, 10s",
    "59.94s, 59.9s",
    "59.96s, 1m",
    "61s, 1m1s",
    "90s, 1m30s",
    "3599.4s, 59m59s",
    "3599.6s, 1h",
    "3629s, 1h",
    "3659s, 1h1m",
    "2h5m, 2h5m",
    "23h59m20s, 23h59m",
    "23h59m40s, 1d",
    "1d29m, 1d",
    "1d31m, 1d1h",
    "3d4h, 3d4h",
    "999999d, 106752d"
  })
  void shouldShowTheLargestUnitsThatFit(String text, String shown) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(shown);
  }

  @Property
  void shouldReadItsOutputWithinOnePercentUpToADay(
      @ForAll @LongRange(min = 1_000_000, max = DAY_NANOS) long nanos) {
    assertThat(reread(nanos)).isCloseTo(nanos, Percentage.withPercentage(1));
  }

  @Property
  void shouldReadItsOutputWithinHalfAnHourBeyondADay(
      @ForAll @LongRange(min = DAY_NANOS, max = Long.MAX_VALUE) long nanos) {
    assertThat(Math.abs(reread(nanos) - nanos)).isLessThan(HALF_HOUR_NANOS + SECOND_NANOS);
  }

  private static long reread(long nanos) {
    return Durations.parse(Durations.format(Duration.ofNanos(nanos))).toNanos();
  }

  @Property
  void shouldBeSecondsInJson(@ForAll @LongRange(min = 0, max = 1L << 52) long nanos) {
    double seconds = Durations.seconds(Duration.ofNanos(nanos));
    assertThat(new BigDecimal(seconds)).isCloseTo(BigDecimal.valueOf(nanos, 9), within(HALF_NANO));
  }
}
