package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.Meter;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StallWatchTest {
  private static final long SECOND = 1_000_000_000;

  private static StallPolicy policy(long limit, long seconds) {
    return new StallPolicy(
        limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit), Duration.ofSeconds(seconds));
  }

  /**
   * Each step is SECONDS:BYTES, the bytes that move at its end; P is a wait for an answer. The last
   * column is the second in which the transfer is found to be stalled, 0 for never.
   */
  @ParameterizedTest
  @CsvSource({
    // any byte
    "0, 60, 59:1 59:1 59:1, 0",
    "0, 60, 61:1, 60",
    "0, 60, 10:5 61:0, 70",
    "0, 60, 10:5 P300:1 59:1, 0",
    "0, 60, 10:5 P300:1 61:1, 370",
    "0, 5, 1:100 1:0 1:0 1:0 1:0 1:0, 6",
    // a rate, which counts while the answer is awaited
    "1, 10, 11:0, 10",
    "1, 10, P11:0, 10",
    "1, 10, 1:10 8:0, 0",
    "1, 10, 1:9 10:0, 10",
    "1, 10, 1:10 11:0, 11",
    "100, 10, 1:100 1:100 1:100 1:100 1:100 1:100 1:100 1:100 1:100 1:100 1:100 1:100, 0",
    "100, 10, 1:99 1:99 1:99 1:99 1:99 1:99 1:99 1:99 1:99 1:99 1:99, 10",
    "100, 10, 1:5000 9:0 9:0 9:0 9:0, 11",
    "100, 10, 9:0 1:1000 9:0 1:1000 9:0 1:1000, 0",
    "1000, 3600, 3599:0, 0",
    "1000, 3600, 3601:0, 3600",
  })
  void shouldFindStalls(long limit, long seconds, String steps, long expected) {
    StallWatch watch = new StallWatch(policy(limit, seconds));
    long bytes = 0;
    long waited = 0;
    long silent = 0;
    for (String step : steps.split(" ", -1)) {
      boolean patient = step.startsWith("P");
      String[] parts = step.replace("P", "").split(":", -1);
      long end = waited + Long.parseLong(parts[0]) * SECOND;
      long moved = Long.parseLong(parts[1]);
      while (waited < end) {
        Meter.Reading reading = new Meter.Reading(bytes, waited, silent, patient);
        long pause = Math.min(watch.pause(reading), end - waited);
        waited += pause;
        silent += pause;
        boolean last = waited == end && moved > 0;
        bytes += last ? moved : 0;
        silent = last ? 0 : silent;
        if (watch.isStalled(new Meter.Reading(bytes, waited, silent, patient && !last))) {
          // a rate is measured 20 times in the time that counts
          long slack = limit == 0 ? 0 : seconds * SECOND / 20;
          assertThat(waited).isBetween(expected * SECOND, expected * SECOND + slack);
          return;
        }
      }
    }
    assertThat(expected).as("never stalled").isZero();
  }

  @Test
  void shouldTakeAnyTime() {
    StallPolicy forever = new StallPolicy(OptionalLong.empty(), Duration.ofSeconds(Long.MAX_VALUE));
    StallWatch watch = new StallWatch(forever);
    Meter.Reading reading = new Meter.Reading(0, Long.MAX_VALUE / 8, Long.MAX_VALUE / 8, false);
    assertThat(watch.isStalled(reading)).isFalse();
    assertThat(watch.pause(reading)).isPositive();
  }

  @Test
  void shouldNameTheLimit() {
    assertThat(StallPolicy.DEFAULT.reason()).isEqualTo("no data for 1m (--speed-time)");
    assertThat(policy(1, 30).reason())
        .isEqualTo("less than 1 byte per second for 30s (--speed-limit, --speed-time)");
    assertThat(policy(2048, 5).reason()).startsWith("less than 2048 bytes per second for 5s");
  }
}
