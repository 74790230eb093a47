package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Change.Cause;
import dev.resil.breaker.Phase.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final Bench bench = new Bench(BreakerPolicy.DEFAULT);

  @Nested
  class Closed {
    @Test
    void shouldOpenAtTheThresholdOfConsecutiveFailures() {
      bench.fail(4);
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
      bench.fail(1);
      assertThat(bench.kind()).isEqualTo(Kind.OPEN);
      assertThat(bench.state().history()).hasSize(1);
      assertThat(bench.state().history().getFirst().cause()).isEqualTo(Cause.THRESHOLD_REACHED);
    }

    @Test
    void shouldForgetFailuresAfterASuccess() {
      bench.fail(4);
      bench.succeed(1);
      bench.fail(4);
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void shouldCountNeutralCallsNeitherWay() {
      bench.fail(4);
      bench.report(bench.permit(), Verdict.NEUTRAL, Duration.ZERO);
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
      bench.fail(1);
      assertThat(bench.kind()).isEqualTo(Kind.OPEN);
      assertThat(bench.state().statistics().totalCalls()).isEqualTo(6);
      assertThat(bench.state().statistics().successfulCalls()).isZero();
      assertThat(bench.state().statistics().failedCalls()).isEqualTo(5);
    }

    @Test
    void shouldChangeNothingWhenACallIsPermitted() {
      BreakerState before = bench.state();
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
      assertThat(bench.state()).isEqualTo(before);
    }

    @Test
    void shouldKeepFailuresHoweverLongAgo() {
      bench.fail(4);
      bench.pass(Duration.ofDays(400));
      bench.fail(1);
      assertThat(bench.kind()).isEqualTo(Kind.OPEN);
    }
  }

  @Nested
  class Open {
    @Test
    void shouldRejectWhileOpenWithTheTimeLeft() {
      bench.fail(5);
      bench.pass(Duration.ofSeconds(10));
      assertThat(bench.ask())
          .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.of(Duration.ofSeconds(20))));
      assertThat(bench.state().statistics().rejectedCalls()).isEqualTo(1);
      assertThat(bench.state().statistics().totalCalls()).isEqualTo(5);
    }

    @Test
    void shouldPermitAProbeAfterTheRecoveryTimeout() {
      bench.fail(5);
      bench.pass(Duration.ofSeconds(30));
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
      assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
    }

    @Test
    void shouldDateTheEndOfOpenAtItsDueTime() {
      bench.fail(5);
      var due = bench.now().plusSeconds(30);
      bench.pass(Duration.ofDays(3));
      bench.apply(new BreakerEvent.Expire());
      assertThat(bench.state().history().getLast())
          .isEqualTo(new Change(due, Kind.OPEN, Kind.HALF_OPEN, Cause.TIME_OVER));
    }

    @Test
    void shouldBeHalfOpenAtOnceWithoutARecoveryTimeout() {
      bench.policy(
          new BreakerPolicy(new Threshold.Consecutive(1), Optional.empty(), Duration.ZERO, 1, 1));
      bench.fail(1);
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
      assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
    }

    @Test
    void shouldTakeTheRecoveryTimeoutFromTheCallersPolicy() {
      bench.fail(5);
      bench.pass(Duration.ofSeconds(5));
      bench.policy(
          new BreakerPolicy(
              new Threshold.Consecutive(5), Optional.empty(), Duration.ofSeconds(5), 3, 2));
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
    }

    @Test
    void shouldCountACallThatNeverAskedInTheStatisticsOnly() {
      bench.fail(5);
      bench.record(Verdict.SUCCESS);
      assertThat(bench.kind()).isEqualTo(Kind.OPEN);
      assertThat(bench.state().statistics().successfulCalls()).isEqualTo(1);
    }
  }

  @Nested
  class HalfOpen {
    @Test
    void shouldCloseAfterEnoughSuccesses() {
      bench.toHalfOpen();
      bench.succeed(1);
      assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
      bench.succeed(1);
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
      assertThat(bench.state().history().getLast().cause()).isEqualTo(Cause.PROBES_SUCCEEDED);
    }

    @Test
    void shouldOpenAgainAfterOneFailureForAWholeRecoveryTimeout() {
      bench.toHalfOpen();
      bench.succeed(1);
      bench.fail(1);
      assertThat(bench.ask())
          .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.of(Duration.ofSeconds(30))));
      assertThat(bench.state().history().getLast().cause()).isEqualTo(Cause.PROBE_FAILED);
    }

    @Test
    void shouldStartToCountSuccessesAnewEachTime() {
      bench.toHalfOpen();
      bench.succeed(1);
      bench.fail(1);
      bench.pass(Duration.ofSeconds(30));
      bench.succeed(1);
      assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
    }

    @Test
    void shouldLimitSimultaneousProbes() {
      bench.toHalfOpen();
      Permit first = bench.permit();
      bench.permit();
      bench.permit();
      bench.pass(Duration.ofSeconds(10));
      assertThat(bench.ask())
          .isEqualTo(
              new Decision.Rejected(Kind.HALF_OPEN, Optional.of(Bench.LEASE.minusSeconds(10))));
      bench.report(first, Verdict.SUCCESS, Duration.ZERO);
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
    }

    @Test
    void shouldTakeAPermitBackFromAnInterruptedProbe() {
      bench.toHalfOpen();
      bench.permit();
      bench.permit();
      bench.report(bench.permit(), Verdict.NEUTRAL, Duration.ZERO);
      assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
    }

    @Test
    void shouldFreeThePermitOfADeadHolder() {
      bench.toHalfOpen();
      for (int i = 0; i < 3; i++) {
        bench.ask("killed");
      }
      assertThat(bench.ask()).isInstanceOf(Decision.Rejected.class);
      bench.kill("killed");
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
    }

    @Test
    void shouldFreeThePermitOfAnExpiredLease() {
      bench.toHalfOpen();
      for (int i = 0; i < 3; i++) {
        bench.permit();
      }
      bench.pass(Bench.LEASE.minusNanos(1));
      assertThat(bench.ask()).isInstanceOf(Decision.Rejected.class);
      bench.pass(Duration.ofNanos(1));
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
    }

    @Test
    void shouldCountAProbeWithAnExpiredLease() {
      bench.toHalfOpen();
      Permit slow = bench.permit();
      bench.pass(Bench.LEASE);
      bench.permit();
      bench.report(slow, Verdict.FAILURE, Bench.LEASE);
      assertThat(bench.kind()).isEqualTo(Kind.OPEN);
    }

    @Test
    void shouldCountACallThatNeverAskedAsAProbe() {
      bench.toHalfOpen();
      bench.record(Verdict.SUCCESS);
      bench.record(Verdict.SUCCESS);
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Nested
  class LateReports {
    @Test
    void shouldNotLengthenOpen() {
      Permit late = bench.permit();
      bench.fail(5);
      bench.pass(Duration.ofSeconds(29));
      bench.report(late, Verdict.FAILURE, Duration.ofSeconds(29));
      bench.pass(Duration.ofSeconds(1));
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
      assertThat(bench.state().statistics().failedCalls()).isEqualTo(6);
    }

    @Test
    void shouldNeitherOpenNorCloseHalfOpen() {
      Permit good = bench.permit();
      Permit bad = bench.permit();
      bench.toHalfOpen();
      Permit probe = bench.permit();
      bench.report(good, Verdict.SUCCESS, Duration.ZERO);
      bench.report(bad, Verdict.FAILURE, Duration.ZERO);
      assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
      assertThat(((Phase.HalfOpen) bench.state().phase()).successes()).isZero();
      assertThat(((Phase.HalfOpen) bench.state().phase()).leases())
          .extracting(Lease::number)
          .containsExactly(probe.lease());
    }

    @Test
    void shouldNotCountAgainstTheNextClosed() {
      Permit late = bench.permit();
      bench.toHalfOpen();
      bench.succeed(2);
      bench.fail(4);
      bench.report(late, Verdict.FAILURE, Duration.ZERO);
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void shouldNotFreeAPermitOfALaterHalfOpen() {
      bench.toHalfOpen();
      Permit old = bench.permit();
      bench.fail(1);
      bench.pass(Duration.ofSeconds(30));
      for (int i = 0; i < 3; i++) {
        bench.permit();
      }
      bench.report(old, Verdict.SUCCESS, Duration.ZERO);
      assertThat(bench.ask()).isInstanceOf(Decision.Rejected.class);
    }

    @Test
    void shouldNotCountAfterAReset() {
      Permit late = bench.permit();
      bench.fail(3);
      bench.apply(new BreakerEvent.Reset());
      bench.fail(4);
      bench.report(late, Verdict.FAILURE, Duration.ZERO);
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Nested
  class Steering {
    @Test
    void shouldCloseAndClearTheCountersOnReset() {
      bench.fail(5);
      bench.ask();
      bench.apply(new BreakerEvent.Reset());
      assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
      assertThat(bench.state().statistics()).isEqualTo(Statistics.NONE);
      assertThat(bench.state().history().getLast().cause()).isEqualTo(Cause.RESET);
      assertThat(bench.state().lastFailure()).isPresent();
    }

    @Test
    void shouldStayForcedOpenUntilReset() {
      bench.apply(new BreakerEvent.ForceOpen(Optional.empty()));
      bench.pass(Duration.ofDays(10_000));
      assertThat(bench.ask()).isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.empty()));
      bench.apply(new BreakerEvent.Reset());
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
    }

    @Test
    void shouldProbeWhenTheForcedTimeIsOver() {
      bench.apply(new BreakerEvent.ForceOpen(Optional.of(Duration.ofHours(1))));
      bench.pass(Duration.ofMinutes(59));
      assertThat(bench.ask())
          .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.of(Duration.ofMinutes(1))));
      bench.pass(Duration.ofMinutes(1));
      assertThat(bench.ask()).isInstanceOf(Decision.Permitted.class);
      assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
    }

    @Test
    void shouldCountNoChangeWhenAnOpenBreakerIsForcedOpen() {
      bench.fail(5);
      bench.apply(new BreakerEvent.ForceOpen(Optional.empty()));
      assertThat(bench.state().statistics().stateChanges()).isEqualTo(1);
      bench.pass(Duration.ofHours(1));
      assertThat(bench.ask()).isInstanceOf(Decision.Rejected.class);
    }
  }

  @Nested
  class Remembering {
    @Test
    void shouldRememberTheLastFailure() {
      bench.fail(1);
      var at = bench.now();
      bench.pass(Duration.ofSeconds(1));
      bench.succeed(1);
      assertThat(bench.state().lastFailure()).contains(new LastFailure(at, "exit:1"));
    }

    @Test
    void shouldKeepOnlyTheLastTwentyChanges() {
      bench.policy(
          new BreakerPolicy(
              new Threshold.Consecutive(1), Optional.empty(), Duration.ofSeconds(1), 1, 1));
      for (int i = 0; i < 10; i++) {
        bench.fail(1);
        bench.pass(Duration.ofSeconds(1));
        bench.succeed(1);
      }
      assertThat(bench.state().statistics().stateChanges()).isEqualTo(30);
      assertThat(bench.state().history()).hasSize(20);
      assertThat(bench.state().history().getLast().to()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void shouldStopCountingAtTheLargestNumber() {
      long most = Long.MAX_VALUE;
      Statistics full = new Statistics(most, most, most, most, most, most);
      assertThat(full.withCall(Verdict.SUCCESS, true)).isEqualTo(full);
      assertThat(full.withCall(Verdict.FAILURE, true)).isEqualTo(full);
      assertThat(full.withRejection()).isEqualTo(full);
      assertThat(full.withChange()).isEqualTo(full);
    }
  }
}
