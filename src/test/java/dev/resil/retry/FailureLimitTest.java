package dev.resil.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureLimitTest {
  @ParameterizedTest
  @CsvSource({
    // failures, within, times in seconds, the failure that reaches the limit, 0 for none
    "1, PT1S, '5', 1",
    "2, PT10S, '0 10', 2",
    "2, PT10S, '0 11', 0",
    "3, PT10S, '0 9 11 12', 4",
    "3, PT10S, '0 6 12 18 24', 0",
    "3, PT10S, '-9 0 1', 3",
  })
  void shouldCountFailuresThatFollowClosely(
      int failures, Duration within, String times, int reached) {
    var count = new FailureLimit.Count(new FailureLimit(failures, within));
    int number = 0;
    for (String time : times.split(" ", -1)) {
      number++;
      boolean full = count.add(Duration.ofSeconds(Long.parseLong(time)).toNanos());
      assertThat(full).as("failure %d", number).isEqualTo(number == reached);
      if (full) {
        return;
      }
    }
  }

  @Test
  void shouldAgreeWithTheDefinition() {
    var random = new Random(7);
    for (int run = 0; run < 300; run++) {
      var limit = new FailureLimit(1 + random.nextInt(5), Duration.ofNanos(1 + random.nextInt(40)));
      var count = new FailureLimit.Count(limit);
      List<Long> times = new ArrayList<>();
      long now = 0;
      boolean full = false;
      while (times.size() < 40 && !full) {
        now += random.nextInt(20);
        times.add(now);
        long since = now - limit.within().toNanos();
        full = times.stream().filter(time -> time >= since).count() >= limit.failures();
        assertThat(count.add(now)).as("%s of %s", limit, times).isEqualTo(full);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, PT1S", "10001, PT1S", "1, PT0S", "1, PT-1S"})
  void shouldRefuseALimitThatNeverOrAlwaysHolds(int failures, Duration within) {
    assertThatThrownBy(() -> new FailureLimit(failures, within))
        .hasMessage("must be a number of failures from 1 to 10000 and a time, such as 5/10m");
  }
}
