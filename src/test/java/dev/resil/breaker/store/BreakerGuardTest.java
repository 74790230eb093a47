package dev.resil.breaker.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase.Kind;
import dev.resil.breaker.Statistics;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Verdict;
import dev.resil.outcome.Outcome;
import dev.resil.run.Attempt;
import dev.resil.run.Judgement;
import dev.resil.run.RetryAdvice;
import dev.resil.run.RunEvent;
import dev.resil.state.FailingStateStore;
import dev.resil.state.FallbackStateStore;
import dev.resil.state.MemoryStateStore;
import dev.resil.state.NoStateStore;
import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.state.StateStore;
import dev.resil.time.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerGuardTest {
  private static final Deadline FOREVER = Deadline.NEVER;
  private static final BreakerName NAME = new BreakerName("api");
  private static final BreakerPolicy TWO =
      new BreakerPolicy(
          new Threshold.Consecutive(2), Optional.empty(), Duration.ofSeconds(30), 1, 1);

  private final List<RunEvent> events = new ArrayList<>();
  private final StateStore store =
      new MemoryStateStore(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));

  @Test
  void shouldOpenAfterFailuresAndReportTheTimeLeft() throws StateException {
    BreakerGuard guard = guard(store, false);
    fail(guard);
    fail(guard);
    assertThat(guard.name()).isEqualTo("api");
    assertThat(guard.ask(false, FOREVER))
        .contains(new Decision.Rejected(Kind.OPEN, Optional.of(Duration.ofSeconds(30))));
    assertThat(events)
        .contains(
            new RunEvent.BreakerSeen(
                "api", Kind.CLOSED, Kind.OPEN, Optional.of(Duration.ofSeconds(30))));
    assertThat(statistics().rejectedCalls()).isEqualTo(1);
  }

  @Test
  void shouldReportOnlyTheReasonIfTheRunsTimeIsOver() {
    BreakerGuard guard =
        guard(new NoStateStore(new StateException(Problem.BUSY, "locked by another")), false);
    assertThat(guard.ask(false, Deadline.after(Duration.ZERO, System.nanoTime()))).isPresent();
    assertThat(events).containsExactly(new RunEvent.GuardFailed("locked by another"));
  }

  @Test
  void shouldCountAWaitingCallAsRejectedOnce() throws StateException {
    BreakerGuard guard = guard(store, false);
    fail(guard);
    fail(guard);
    guard.ask(false, FOREVER);
    for (int i = 0; i < 3; i++) {
      assertThat(guard.ask(true, FOREVER)).get().isInstanceOf(Decision.Rejected.class);
    }
    assertThat(statistics().rejectedCalls()).isEqualTo(1);
  }

  @Test
  void shouldReportTheJudgement() throws StateException {
    BreakerGuard guard = guard(store, false);
    end(guard, Verdict.NEUTRAL);
    end(guard, Verdict.FAILURE);
    end(guard, Verdict.SUCCESS);
    assertThat(statistics().totalCalls()).isEqualTo(3);
    assertThat(statistics().failedCalls()).isEqualTo(1);
    assertThat(statistics().successfulCalls()).isEqualTo(1);
    assertThat(statistics().stateChanges()).isZero();
  }

  @Test
  void shouldContinueAsIfClosedAndReportUnusableStateOnce() {
    BreakerGuard guard = guard(broken(), false);
    for (int i = 0; i < 5; i++) {
      assertThat(guard.ask(false, FOREVER)).get().isNotInstanceOf(Decision.Rejected.class);
      end(guard, Verdict.FAILURE);
    }
    assertThat(events).containsExactly(new RunEvent.Unguarded("api", "no place"));
  }

  @Test
  void shouldGuardAgainOnceTheStateIsBack() throws StateException {
    FailingStateStore failing = new FailingStateStore(store);
    BreakerGuard guard = guard(failing, false);
    failing.down(true);
    fail(guard);
    fail(guard);
    failing.down(false);
    fail(guard);
    fail(guard);
    assertThat(guard.ask(false, FOREVER)).get().isInstanceOf(Decision.Rejected.class);
    assertThat(events)
        .filteredOn(event -> !(event instanceof RunEvent.BreakerSeen))
        .containsExactly(
            new RunEvent.Unguarded("api", "no answer"), new RunEvent.GuardedAgain("api"));
    assertThat(statistics().failedCalls()).isEqualTo(2);
  }

  @Test
  void shouldReportToTheStoreThatGaveThePermit() throws StateException {
    FailingStateStore shared = new FailingStateStore(store);
    StateStore own =
        new MemoryStateStore(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));
    BreakerGuard guard = guard(new FallbackStateStore(shared, own, _ -> {}), false);
    shared.down(true);
    assertThat(guard.ask(false, FOREVER)).get().isInstanceOf(Decision.Permitted.class);
    shared.down(false);
    report(guard, Verdict.FAILURE);
    assertThat(own.read(new BreakerFormat(), "api").record()).isPresent();
    assertThat(store.read(new BreakerFormat(), "api").record()).isEmpty();
  }

  @Test
  void shouldPermitNothingWithoutStateIfStrict() {
    BreakerGuard guard = guard(broken(), true);
    assertThat(guard.ask(false, FOREVER)).isEmpty();
    assertThat(guard.ask(false, FOREVER)).isEmpty();
    assertThat(events).containsExactly(new RunEvent.GuardFailed("no place"));
  }

  @Test
  void shouldReturnTheUnusedPermitOfAProbe() throws StateException {
    new StoredBreaker(store, NAME, Optional.of(TWO)).forceOpen(Optional.of(Duration.ZERO));
    BreakerGuard guard = guard(store, false);
    assertThat(guard.ask(false, FOREVER)).get().isNotInstanceOf(Decision.Rejected.class);
    assertThat(guard(store, false).ask(false, FOREVER)).get().isInstanceOf(Decision.Rejected.class);
    guard.withdrawn();
    assertThat(guard(store, false).ask(false, FOREVER))
        .get()
        .isNotInstanceOf(Decision.Rejected.class);
  }

  private static StateStore broken() {
    return new NoStateStore(new StateException(Problem.NO_PLACE, "no place"));
  }

  private BreakerGuard guard(StateStore of, boolean strict) {
    return new BreakerGuard(
        new StoredBreaker(of, NAME, Optional.of(TWO)),
        NAME,
        new BreakerGuard.Terms(Duration.ofMinutes(1), strict),
        events::add);
  }

  private static void fail(BreakerGuard guard) {
    assertThat(guard.ask(false, FOREVER)).get().isNotInstanceOf(Decision.Rejected.class);
    end(guard, Verdict.FAILURE);
  }

  private static void end(BreakerGuard guard, Verdict verdict) {
    if (!(guard.ask(false, FOREVER).orElseThrow() instanceof Decision.Rejected)) {
      report(guard, verdict);
    }
  }

  private static void report(BreakerGuard guard, Verdict verdict) {
    guard.ended(
        new Attempt.Ended(
            1,
            new Outcome.Exit(1),
            new Judgement(verdict == Verdict.SUCCESS, RetryAdvice.UNWANTED, verdict),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Optional.empty()));
  }

  private Statistics statistics() throws StateException {
    return store.read(new BreakerFormat(), "api").record().orElseThrow().state().statistics();
  }
}
