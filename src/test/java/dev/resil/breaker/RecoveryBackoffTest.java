package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryBackoffTest {
  private static final Duration FIRST = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource({
    "PT10S, 2, PT1H, 0, 1, PT10S",
    "PT10S, 2, PT1H, 1, 0, PT20S",
    "PT10S, 2, PT1H, 1, 1, PT18S",
    "PT10S, 2, PT1H, 5, 0, PT5M20S",
    "PT10S, 2, PT1H, 5, 0.5, PT5M4S",
    "PT10S, 1.5, PT1H, 2, 0, PT22.5S",
    "PT10S, 1, PT1H, 9, 0, PT10S",
    "PT10S, 1, PT1H, 9, 1, PT9S",
    "PT10S, 2, PT1M, 5, 0, PT1M",
    // shorter even at the maximum: a fleet spreads out
    "PT10S, 2, PT1M, 5, 1, PT54S",
    "PT10S, 2, PT1S, 5, 0, PT10S",
    "PT0S, 2, PT1H, 2147483647, 0, PT0S",
    "PT10S, 1.7976931348623157E308, PT876000H, 2147483647, 0, PT876000H",
    "PT876000H, 2, PT876000H, 2147483647, 0, PT876000H",
  })
  void shouldMultiplyTheTimeAtEachReopening(
      Duration first, double factor, Duration max, int reopenings, double jitter, Duration time) {
    assertThat(new RecoveryBackoff(factor, max).after(first, reopenings, jitter)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.99, 0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseAFactorThatShortens(double factor) {
    assertThatThrownBy(() -> new RecoveryBackoff(factor, FIRST))
        .hasMessage("recovery_backoff %s: must be a number of 1 or more", factor);
  }

  @Test
  void shouldStartAfreshOnceClosed() {
    var bench = bench();
    bench.toHalfOpen();
    for (int i = 1; i <= 5; i++) {
      bench.fail(1);
      assertThat(open(bench).reopenings()).isEqualTo(i);
      long seconds = 10L << i;
      assertThat(length(bench))
          .isBetween(Duration.ofMillis(900 * seconds), Duration.ofSeconds(seconds));
      bench.pass(length(bench).minusNanos(1));
      assertThat(bench.ask()).isInstanceOf(Decision.Rejected.class);
      bench.pass(Duration.ofNanos(1));
    }
    bench.succeed(1);
    assertThat(bench.kind()).isEqualTo(Phase.Kind.CLOSED);
    bench.fail(5);
    assertThat(length(bench)).isEqualTo(FIRST);
    bench.pass(FIRST);
    bench.fail(1);
    assertThat(open(bench).reopenings()).isEqualTo(1);
  }

  /** A reset and a forced state are decisions of a user. */
  @Test
  void shouldStartAfreshAfterAUsersDecision() {
    for (BreakerEvent decision :
        new BreakerEvent[] {
          new BreakerEvent.Reset(), new BreakerEvent.ForceOpen(Optional.of(FIRST))
        }) {
      var bench = bench();
      bench.toHalfOpen();
      bench.fail(1);
      bench.pass(length(bench));
      bench.fail(1);
      bench.apply(decision);
      bench.pass(FIRST);
      bench.fail(bench.kind() == Phase.Kind.CLOSED ? 5 : 1);
      assertThat(open(bench).reopenings()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void shouldCountReopeningsBeforeTheyMatter() {
    var bench = new Bench(policy(Optional.empty()));
    bench.toHalfOpen();
    bench.fail(1);
    bench.pass(FIRST);
    bench.fail(1);
    assertThat(length(bench)).isEqualTo(FIRST);
    bench.policy(policy(Optional.of(new RecoveryBackoff(2, Duration.ofHours(1)))));
    assertThat(length(bench)).isBetween(Duration.ofSeconds(36), Duration.ofSeconds(40));
  }

  /** Hosts whose breakers reopen a microsecond apart, the resolution of a coarse clock. */
  @Test
  void shouldSpreadTheProbesOfAFleet() {
    Set<Duration> lengths = new HashSet<>();
    for (int host = 0; host < 100; host++) {
      var bench = bench();
      bench.toHalfOpen();
      bench.pass(Duration.ofNanos(host * 1000L));
      bench.fail(1);
      lengths.add(Duration.ofSeconds(length(bench).toMillis() / 100));
    }
    // 20 tenths of a second
    assertThat(lengths).hasSizeGreaterThan(15);
  }

  private static Bench bench() {
    return new Bench(policy(Optional.of(new RecoveryBackoff(2, Duration.ofHours(1)))));
  }

  private static BreakerPolicy policy(Optional<RecoveryBackoff> backoff) {
    return new BreakerPolicy(
        new Threshold.Consecutive(5), Optional.empty(), FIRST, 1, 1, Optional.empty(), backoff);
  }

  private static Phase.Open open(Bench bench) {
    return (Phase.Open) bench.state().phase();
  }

  private static Duration length(Bench bench) {
    return open(bench).length(bench.policy()).orElseThrow();
  }
}
