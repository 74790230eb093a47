package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Phase.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Properties that hold after any sequence of events, with jumping clocks, resets and forced states.
 */
class BreakerPropertiesTest {
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final List<Verdict> VERDICTS = List.of(Verdict.values());

  @Provide
  Arbitrary<BreakerPolicy> policies() {
    return Combinators.combine(
            Arbitraries.of(
                new Threshold.Consecutive(1),
                new Threshold.Consecutive(3),
                new Threshold.Rate(new Threshold.LastCalls(5), 50, 3),
                new Threshold.Rate(new Threshold.LastTime(Duration.ofSeconds(30)), 75, 4)),
            Arbitraries.of(
                Optional.<SlowCalls>empty(), Optional.of(Slow.asFailures(Duration.ofSeconds(1)))),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 4))
        .as((threshold, slow, max, needed) ->
            new BreakerPolicy(threshold, slow, RECOVERY, max, needed));
  }

  @Provide
  Arbitrary<List<Integer>> events() {
    return Arbitraries.integers().between(0, 99).list().ofSize(200);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void shouldKeepItsCountsConsistent(
      @ForAll("policies") BreakerPolicy policy,
      @ForAll("events") List<Integer> events,
      @ForAll Random random) {
    var bench = new Bench(policy);
    Map<Permit, Boolean> underWay = new HashMap<>();
    long rejected = 0;
    long reported = 0;
    for (int event : events) {
      long changesBefore = bench.state().statistics().stateChanges();
      long generationBefore = bench.state().generation();
      if (event < 40) {
        switch (bench.ask()) {
          case Decision.Permitted(Permit permit) -> underWay.put(permit, true);
          case Decision.Rejected answer -> {
            rejected++;
            assertThat(answer.phase()).isNotEqualTo(Kind.CLOSED);
          }
          case Decision.Noted _ -> throw new AssertionError("no answer");
        }
      } else if (event < 80) {
        Optional<Permit> ended = underWay.keySet().stream().skip(underWay.size() / 2).findFirst();
        if (ended.isPresent()) {
          underWay.remove(ended.get());
          bench.report(
              ended.get(),
              VERDICTS.get(random.nextInt(3)),
              Duration.ofMillis(random.nextInt(2000)));
          reported++;
        }
      } else if (event < 95) {
        bench.pass(Duration.ofMillis(random.nextInt(-20_000, 20_000)));
      } else if (event == 95) {
        bench.pass(Duration.ofDays(random.nextBoolean() ? 365 : -365));
      } else if (event == 96) {
        bench.apply(new BreakerEvent.Reset());
        rejected = 0;
        reported = 0;
        changesBefore = 0;
      } else if (event == 97) {
        bench.apply(new BreakerEvent.ForceOpen(Optional.of(Duration.ofSeconds(5))));
      } else {
        bench.apply(new BreakerEvent.Expire());
      }
      wellFormed(bench.state(), policy, reported, rejected);
      assertThat(bench.state().generation()).isGreaterThanOrEqualTo(generationBefore);
      assertThat(bench.state().statistics().stateChanges())
          .isBetween(event == 96 ? 0 : changesBefore, changesBefore + 2);
    }
  }

  private static void wellFormed(
      BreakerState state, BreakerPolicy policy, long reported, long rejected) {
    Statistics statistics = state.statistics();
    assertThat(statistics.totalCalls()).isEqualTo(reported);
    assertThat(statistics.rejectedCalls()).isEqualTo(rejected);
    assertThat(statistics.successfulCalls() + statistics.failedCalls())
        .isLessThanOrEqualTo(reported);
    assertThat(state.history()).hasSizeLessThanOrEqualTo(BreakerState.HISTORY);
    for (int i = 1; i < state.history().size(); i++) {
      assertThat(state.history().get(i).from()).isEqualTo(state.history().get(i - 1).to());
    }
    switch (state.phase()) {
      case Phase.Closed closed -> {
        if (policy.threshold() instanceof Threshold.Consecutive(int failures)) {
          assertThat(closed.consecutiveFailures()).isLessThan(failures);
        }
      }
      case Phase.Open _ -> {}
      case Phase.HalfOpen half -> {
        assertThat(half.leases()).hasSizeLessThanOrEqualTo(policy.halfOpenMaxCalls());
        assertThat(half.successes()).isLessThan(policy.successThreshold());
      }
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void shouldNeverStayOpenLongerThanItsTimeoutFromNowHoweverTheClockJumped(
      @ForAll("policies") BreakerPolicy policy, @ForAll("jumps") List<Duration> jumps) {
    var bench = new Bench(policy);
    while (bench.kind() == Kind.CLOSED) {
      bench.fail(1);
    }
    for (Duration jump : jumps) {
      bench.pass(jump);
      bench.apply(new BreakerEvent.Expire());
      if (bench.state().phase() instanceof Phase.Open open) {
        assertThat(open.remaining(bench.now(), policy).orElseThrow())
            .isBetween(Duration.ofNanos(1), RECOVERY);
      }
    }
    bench.pass(RECOVERY);
    assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
  }

  @Provide
  Arbitrary<List<Duration>> jumps() {
    return Arbitraries.of(
            Duration.ofHours(-1),
            Duration.ofDays(-365),
            Duration.ofMillis(-1),
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofSeconds(4),
            Duration.ofDays(365))
        .list()
        .ofMaxSize(10);
  }
}
