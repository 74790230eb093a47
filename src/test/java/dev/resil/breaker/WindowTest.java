package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Phase.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final Duration TOO_LONG = Duration.ofSeconds(3);

  @Test
  void shouldOpenAtTheRateOfTheLastCalls() {
    Bench bench = new Bench(rate(new Threshold.LastCalls(10), 50, 10));
    bench.succeed(5);
    bench.fail(4);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    bench.fail(1);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldForgetCallsThatTheWindowNoLongerCovers() {
    Bench bench = new Bench(rate(new Threshold.LastCalls(4), 75, 4));
    bench.fail(2);
    bench.succeed(2);
    bench.fail(2);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    bench.fail(1);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldNotOpenBelowTheMinimumOfCalls() {
    Bench bench = new Bench(rate(new Threshold.LastCalls(10), 50, 5));
    bench.fail(4);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    bench.succeed(1);
    // the success reaches the minimum of calls: 4 of 5 failed
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldTakeAMinimumBeyondTheWindowAsTheWindow() {
    Bench bench = new Bench(rate(new Threshold.LastCalls(3), 100, 1000));
    bench.fail(3);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldForgetCallsOlderThanTheWindowOfTime() {
    Bench bench = new Bench(rate(new Threshold.LastTime(Duration.ofMinutes(1)), 50, 4));
    bench.fail(3);
    bench.pass(Duration.ofSeconds(60));
    bench.fail(1);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    bench.fail(3);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldCoverTheWholeOfAShortWindow() {
    Bench bench = new Bench(rate(new Threshold.LastTime(Duration.ofMillis(100)), 100, 2));
    bench.fail(1);
    bench.pass(Duration.ofMillis(99));
    bench.fail(1);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldTakeCallsFromTheFutureAsNowWhenTheClockIsPutBack() {
    Bench bench = new Bench(rate(new Threshold.LastTime(Duration.ofMinutes(1)), 100, 4));
    bench.fail(2);
    bench.pass(Duration.ofHours(-1));
    bench.fail(1);
    bench.pass(Duration.ofSeconds(60));
    bench.fail(3);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    bench.fail(1);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldStartOverWhenThePolicyChangesTheKindOfWindow() {
    Bench bench = new Bench(rate(new Threshold.LastCalls(4), 50, 4));
    bench.fail(3);
    bench.policy(rate(new Threshold.LastTime(Duration.ofMinutes(1)), 50, 4));
    bench.fail(3);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    bench.fail(1);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldCountSlowCallsAsFailures() {
    Bench bench =
        new Bench(
            new BreakerPolicy(
                new Threshold.Consecutive(2),
                Optional.of(Slow.asFailures(SLOW)),
                Duration.ofSeconds(30),
                1,
                1));
    bench.succeedSlowly(TOO_LONG);
    bench.fail(1);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
    assertThat(bench.state().statistics().slowCalls()).isEqualTo(1);
    assertThat(bench.state().statistics().successfulCalls()).isEqualTo(1);
    assertThat(bench.state().statistics().failedCalls()).isEqualTo(1);
  }

  @Test
  void shouldTakeACallAsLongAsTheLimitAsQuick() {
    Bench bench = new Bench(slowRate(50));
    for (int i = 0; i < 10; i++) {
      bench.succeedSlowly(SLOW);
    }
    assertThat(bench.state().statistics().slowCalls()).isZero();
  }

  @Test
  void shouldOpenAtTheRateOfSlowCalls() {
    Bench bench = new Bench(slowRate(50));
    bench.succeed(2);
    bench.succeedSlowly(TOO_LONG);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    bench.succeedSlowly(TOO_LONG);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldKeepSlowAndFailedCallsApartIfSlowOnesHaveARate() {
    Bench bench = new Bench(slowRate(75));
    bench.succeedSlowly(TOO_LONG);
    bench.succeedSlowly(TOO_LONG);
    bench.fail(2);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void shouldOpenAgainAfterASlowProbe() {
    Bench bench = new Bench(slowRate(50));
    bench.fail(4);
    bench.pass(Duration.ofSeconds(30));
    bench.succeedSlowly(TOO_LONG);
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  private static BreakerPolicy rate(Threshold.Span span, double percent, int minimum) {
    return new BreakerPolicy(
        new Threshold.Rate(span, percent, minimum), Optional.empty(), Duration.ofSeconds(30), 1, 1);
  }

  private static BreakerPolicy slowRate(double percent) {
    return new BreakerPolicy(
        new Threshold.Rate(new Threshold.LastCalls(4), 100, 4),
        Optional.of(Slow.atRate(SLOW, percent)),
        Duration.ofSeconds(30),
        1,
        1);
  }
}
