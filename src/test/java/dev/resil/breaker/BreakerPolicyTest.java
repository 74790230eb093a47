package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerPolicyTest {
  private static final Threshold FIVE = new Threshold.Consecutive(5);

  @Test
  void shouldNameTheValueOutOfRange() {
    refuses("failure_threshold 0: must be at least 1", () -> new Threshold.Consecutive(0));
    refuses("window 0: must be between 1 and 10000", () -> new Threshold.LastCalls(0));
    refuses("window 10001: must be between 1 and 10000", () -> new Threshold.LastCalls(10_001));
    refuses("window: must be at least 1ms", () -> new Threshold.LastTime(Duration.ofNanos(1)));
    refuses("half_open_max_calls 0: must be at least 1", () -> policy(Duration.ZERO, 0, 1));
    refuses("success_threshold 0: must be at least 1", () -> policy(Duration.ZERO, 1, 0));
    refuses("recovery_timeout: must not be negative", () -> policy(Duration.ofSeconds(-1), 1, 1));
    refuses("minimum_calls 0: must be at least 1", () -> rate(50, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseAnInvalidRate(double percent) {
    refuses(
        "failure_rate %s: must be above 0 and at most 100".formatted(percent),
        () -> rate(percent, 1));
    refuses(
        "slow_rate %s: must be above 0 and at most 100".formatted(percent),
        () -> Slow.atRate(Duration.ZERO, percent));
  }

  @Test
  void shouldRefuseASlowRateWithoutAWindow() {
    refuses(
        "slow_rate: requires a window",
        () ->
            new BreakerPolicy(
                FIVE, Optional.of(Slow.atRate(Duration.ZERO, 50)), Duration.ZERO, 1, 1));
  }

  @Test
  void shouldClampVeryLongDurations() {
    Duration most = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    assertThat(policy(most, 1, 1).recoveryTimeout()).isEqualTo(BreakerPolicy.LONGEST);
    assertThat(new Threshold.LastTime(most).time()).isEqualTo(BreakerPolicy.LONGEST);
    assertThat(Slow.asFailures(most).longerThan()).isEqualTo(BreakerPolicy.LONGEST);
    assertThat(new Phase.Hold.For(most).time()).isEqualTo(BreakerPolicy.LONGEST);
  }

  private static Threshold.Rate rate(double percent, int minimum) {
    return new Threshold.Rate(new Threshold.LastCalls(10), percent, minimum);
  }

  private static BreakerPolicy policy(Duration recovery, int probes, int successes) {
    return new BreakerPolicy(FIVE, Optional.empty(), recovery, probes, successes);
  }

  private static void refuses(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable made) {
    assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
  }
}
