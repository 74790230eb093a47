package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.CircuitBreaker;
import dev.resil.breaker.Change.Cause;
import dev.resil.breaker.Phase.Kind;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Two widely used libraries receive the same calls as our state machine, 100,000 events in all,
 * with up to ten calls at once, and must agree on states and permissions. Differences by design are
 * kept out of the sequences, each by one line that names it:
 *
 * <ol>
 *   <li><b>Late reports.</b> Both count a call's result for the state in which it ends, so that a
 *       call permitted in CLOSED may close HALF_OPEN. Ours does not ({@link Breaker}). They are not
 *       told of calls from an earlier generation.
 *   <li><b>Probes.</b> Resilience4j gives a fixed number of permits in HALF_OPEN and judges after
 *       all of them; here the number limits simultaneous probes, a failure opens at once, and
 *       successes close. With one probe at a time and one success to close, the two agree. Failsafe
 *       lets as many probes run at once as successes are needed; so does our policy here.
 *   <li><b>Failsafe's window that is not full.</b> It opens at k failures after any number of
 *       calls; a rate needs the minimum of calls. Only failures in a row are compared.
 *   <li><b>Failsafe's clock</b> is System.nanoTime, which a test cannot move: it gets an endless
 *       delay, and is set half open at the right time.
 *   <li><b>The end of OPEN.</b> At the exact end of the wait, Resilience4j is still OPEN; ours and
 *       Failsafe are HALF_OPEN. So Resilience4j waits a millisecond less, its unit, and time is
 *       moved in that unit. Both libraries notice the end only when they are next asked.
 *   <li><b>Neutral calls</b> give a permit back in Resilience4j ({@code releasePermission}).
 *       Failsafe has no such call, so it is not told of them. In HALF_OPEN that would leave the
 *       permit taken, so there all get a success instead.
 *   <li><b>Slow calls</b> are unknown to Failsafe, which is told of a failure instead.
 * </ol>
 */
class BreakerOracleTest {
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);
  private static final Duration SLOW = Duration.ofSeconds(2);

  @Provide
  Arbitrary<List<Step>> steps() {
    return Step.steps(RECOVERY).list().ofSize(length());
  }

  /** The number of steps of each sequence. */
  int length() {
    return 250;
  }

  /**
   * The minimum number of certain events in all sequences, without which the test proves little.
   */
  int enough() {
    return 25;
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldOpenAfterConsecutiveFailuresAsTheOthersDo(@ForAll("steps") List<Step> steps) {
    var policy = policy(new Threshold.Consecutive(3), Optional.empty(), 1);
    compare(
        steps,
        policy,
        clock ->
            List.of(resilience4j(clock, SlidingWindowType.COUNT_BASED, 3, 100, 3), failsafe(3, 1)));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldTakeSeveralProbesAsFailsafeDoes(@ForAll("steps") List<Step> steps) {
    var policy = policy(new Threshold.Consecutive(2), Optional.of(Slow.asFailures(SLOW)), 2);
    compare(steps, policy, _ -> List.of(failsafe(2, 2)));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldTakeRatesOfTheLastCallsAsResilience4jDoes(@ForAll("steps") List<Step> steps) {
    var policy =
        policy(
            new Threshold.Rate(new Threshold.LastCalls(8), 62.5, 5),
            Optional.of(Slow.atRate(SLOW, 40)),
            1);
    compare(
        steps,
        policy,
        clock -> List.of(resilience4j(clock, SlidingWindowType.COUNT_BASED, 8, 62.5f, 5)));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldTakeRatesOfTheLastTimeAsResilience4jDoes(@ForAll("steps") List<Step> steps) {
    var policy =
        policy(
            new Threshold.Rate(new Threshold.LastTime(Duration.ofSeconds(60)), 50, 6),
            Optional.of(Slow.atRate(SLOW, 40)),
            1);
    compare(
        steps,
        policy,
        clock -> List.of(resilience4j(clock, SlidingWindowType.TIME_BASED, 60, 50, 6)));
  }

  /** At each reopening, ours is up to a tenth shorter; so is Resilience4j's, by the same share. */
  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldWaitLongerAtEachReopeningAsResilience4jDoes(@ForAll("steps") List<Step> steps) {
    var policy =
        new BreakerPolicy(
            new Threshold.Consecutive(1),
            Optional.empty(),
            RECOVERY,
            1,
            1,
            Optional.empty(),
            Optional.of(new RecoveryBackoff(1.5, LONGEST_RECOVERY)));
    compare(
        steps,
        policy,
        (clock, subject) ->
            List.of(
                resilience4j(
                    clock, SlidingWindowType.COUNT_BASED, 1, 100, 1, waitAsLongAs(subject))));
  }

  private static IntervalFunction waitAsLongAs(Subject subject) {
    IntervalFunction growing =
        IntervalFunction.ofExponentialBackoff(RECOVERY, 1.5, LONGEST_RECOVERY);
    return attempt -> {
      double share =
          subject.state().phase() instanceof Phase.Open(_, Phase.Hold.Recovery recovery)
              ? 1 - 0.1 * recovery.jitter()
              : 1;
      return (long) Math.ceil(growing.apply(attempt) * share) - 1;
    };
  }

  private static BreakerPolicy policy(
      Threshold threshold, Optional<SlowCalls> slow, int probesAndSuccesses) {
    return new BreakerPolicy(threshold, slow, RECOVERY, probesAndSuccesses, probesAndSuccesses);
  }

  /** The breaker to compare: the state machine itself, or one in a store. */
  interface Subject {
    /** Its current state. */
    BreakerState state();

    Decision ask();

    void report(BreakerEvent.Report report);
  }

  Subject subject(TestClock clock, BreakerPolicy policy) {
    return new Subject() {
      private BreakerState state = BreakerState.FRESH;

      @Override
      public BreakerState state() {
        return state;
      }

      @Override
      public Decision ask() {
        return apply(new BreakerEvent.Ask("test", Duration.ofDays(1), _ -> true));
      }

      @Override
      public void report(BreakerEvent.Report report) {
        apply(report);
      }

      private Decision apply(BreakerEvent event) {
        Transition transition = Breaker.apply(state, event, clock.instant(), policy);
        state = transition.state();
        return transition.decision();
      }
    };
  }

  private void compare(
      List<Step> steps, BreakerPolicy policy, Function<TestClock, List<Oracle>> others) {
    compare(steps, policy, (clock, _) -> others.apply(clock));
  }

  private void compare(
      List<Step> steps, BreakerPolicy policy, BiFunction<TestClock, Subject, List<Oracle>> others) {
    var clock = new TestClock();
    Subject subject = subject(clock, policy);
    var oracles = others.apply(clock, subject);
    boolean withFailsafe = oracles.stream().anyMatch(Oracle::hearsNoNeutralCall);
    BreakerState state = subject.state();
    long changes = 0;
    List<Permit> underWay = new ArrayList<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Pass(Duration time) -> clock.pass(time);
        case Step.Start _ -> {
          Decision decision = subject.ask();
          tellTime(oracles, state, expired(state, clock, policy));
          state = subject.state();
          boolean permitted = decision instanceof Decision.Permitted;
          for (Oracle oracle : oracles) {
            assertThat(oracle.permits()).as("permission of %s", oracle).isEqualTo(permitted);
          }
          if (decision instanceof Decision.Permitted(Permit permit)) {
            underWay.add(permit);
          }
        }
        case Step.End end when !underWay.isEmpty() -> {
          Permit permit = underWay.remove(end.which() % underWay.size());
          Verdict verdict =
              withFailsafe && end.verdict() == Verdict.NEUTRAL ? Verdict.SUCCESS : end.verdict();
          Duration took = end.slow() ? SLOW.plusNanos(1) : SLOW;
          var before = expired(state, clock, policy);
          tellTime(oracles, state, before);
          subject.report(new BreakerEvent.Report(Optional.of(permit), verdict, took, "test"));
          state = subject.state();
          if (permit.generation() == before.generation()) {
            oracles.forEach(oracle -> oracle.hear(verdict, took));
          }
        }
        case Step.End _ -> {}
      }
      Kind kind = expired(state, clock, policy).phase().kind();
      if (state.statistics().stateChanges() > changes) {
        changes = state.statistics().stateChanges();
        Statistics.label("changes").collect(state.history().getLast().cause());
      }
      for (Oracle oracle : oracles) {
        boolean unasked = kind == Kind.HALF_OPEN && oracle.kind() == Kind.OPEN;
        if (!unasked || step instanceof Step.Start) {
          assertThat(oracle.kind()).as("state of %s", oracle).isEqualTo(kind);
        }
      }
    }
    enoughHappened();
  }

  /** Sequences without events would agree as well. */
  private void enoughHappened() {
    Statistics.label("changes")
        .coverage(coverage -> {
          coverage.check(Cause.THRESHOLD_REACHED).count(count -> count > enough());
          coverage.check(Cause.TIME_OVER).count(count -> count > enough());
          coverage.check(Cause.PROBES_SUCCEEDED).count(count -> count > enough());
          coverage.check(Cause.PROBE_FAILED).count(count -> count > enough());
        });
  }

  private static BreakerState expired(BreakerState state, TestClock clock, BreakerPolicy policy) {
    return Breaker.apply(state, new BreakerEvent.Expire(), clock.instant(), policy).state();
  }

  private static void tellTime(List<Oracle> oracles, BreakerState before, BreakerState after) {
    if (before.phase().kind() == Kind.OPEN && after.phase().kind() == Kind.HALF_OPEN) {
      oracles.forEach(Oracle::recoveryIsOver);
    }
  }

  /** A breaker of another library. */
  private interface Oracle {
    boolean permits();

    void hear(Verdict verdict, Duration took);

    Kind kind();

    default void recoveryIsOver() {}

    default boolean hearsNoNeutralCall() {
      return false;
    }
  }

  private static Oracle resilience4j(
      TestClock clock, SlidingWindowType type, int window, float rate, int minimum) {
    return resilience4j(
        clock, type, window, rate, minimum, IntervalFunction.of(RECOVERY.minusMillis(1)));
  }

  private static Oracle resilience4j(
      TestClock clock,
      SlidingWindowType type,
      int window,
      float rate,
      int minimum,
      IntervalFunction timeInOpen) {
    boolean slow = minimum < window;
    var breaker =
        io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
            "oracle",
            CircuitBreakerConfig.custom()
                .clock(clock)
                .slidingWindow(window, minimum, type)
                .failureRateThreshold(rate)
                .slowCallDurationThreshold(slow ? SLOW : Duration.ofDays(1))
                .slowCallRateThreshold(slow ? 40 : 100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(timeInOpen)
                .build());
    return new Oracle() {
      @Override
      public boolean permits() {
        return breaker.tryAcquirePermission();
      }

      @Override
      public void hear(Verdict verdict, Duration took) {
        switch (verdict) {
          case SUCCESS -> breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
          case FAILURE ->
              breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new RuntimeException("test"));
          case NEUTRAL -> breaker.releasePermission();
        }
      }

      @Override
      public Kind kind() {
        return Kind.valueOf(breaker.getState().name());
      }

      @Override
      public String toString() {
        return "Resilience4j";
      }
    };
  }

  private static Oracle failsafe(int failures, int successes) {
    CircuitBreaker<Object> breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(failures)
            .withSuccessThreshold(successes)
            .withDelay(Duration.ofDays(1))
            .build();
    return new Oracle() {
      @Override
      public boolean permits() {
        return breaker.tryAcquirePermit();
      }

      @Override
      public void hear(Verdict verdict, Duration took) {
        boolean slow = successes > 1 && took.compareTo(SLOW) > 0;
        if (verdict == Verdict.SUCCESS && !slow) {
          breaker.recordSuccess();
        } else {
          breaker.recordFailure();
        }
      }

      @Override
      public Kind kind() {
        return Kind.valueOf(breaker.getState().name());
      }

      @Override
      public void recoveryIsOver() {
        breaker.halfOpen();
      }

      @Override
      public boolean hearsNoNeutralCall() {
        return true;
      }

      @Override
      public String toString() {
        return "Failsafe";
      }
    };
  }
}
