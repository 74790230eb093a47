package dev.resil.run;

import static dev.resil.run.ScriptedAttempt.Step.exit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.retry.Backoff;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Ending.Kind;
import dev.resil.run.ScriptedAttempt.Step;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A run with a guard before its attempts. */
class GateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Decision ADMITTED = new Decision.Noted();

  private final List<RunEvent> events = new ArrayList<>();
  private FakeTime time = new FakeTime();
  private Optional<Duration> maxElapsed = Optional.empty();
  private ScriptedAttempt attempt = new ScriptedAttempt(time);

  /** Answers by a script, repeating the last answer; without a script, it has no decision. */
  private static class ScriptedGuard implements Guard {
    private final List<Decision> answers;
    private final List<Boolean> asked = new ArrayList<>();
    final List<String> ended = new ArrayList<>();

    ScriptedGuard(Decision... answers) {
      this.answers = List.of(answers);
    }

    @Override
    public String name() {
      return "api";
    }

    @Override
    public Optional<Decision> ask(boolean again, Deadline deadline) {
      asked.add(again);
      return answers.isEmpty()
          ? Optional.empty()
          : Optional.of(answers.get(Math.min(asked.size(), answers.size()) - 1));
    }

    @Override
    public void ended(Attempt.Ended attempt) {
      ended.add(attempt.outcome().name() + " " + attempt.judgement().verdict());
    }

    @Override
    public void withdrawn() {
      ended.add("withdrawn");
    }
  }

  private RunResult run(Guard guard, WhenOpen whenOpen, Step... steps) {
    attempt = new ScriptedAttempt(time, steps);
    RetryPolicy policy =
        new RetryPolicy(
            OptionalLong.of(3),
            new Backoff.Constant(SECOND),
            new Jitter.None(),
            SECOND,
            Duration.ofMinutes(1),
            Duration.ZERO,
            maxElapsed,
            Optional.empty(),
            Optional.empty());
    return new Run(
            policy,
            42,
            Judge.DEFAULT,
            attempt,
            time,
            events::add,
            Gate.of(guard, whenOpen),
            Fallback.NONE,
            EndingCodes.NONE)
        .execute();
  }

  private static Decision open(Duration nextProbe) {
    return new Decision.Rejected(Phase.Kind.OPEN, Optional.of(nextProbe));
  }

  private static Decision untilReset() {
    return new Decision.Rejected(Phase.Kind.OPEN, Optional.empty());
  }

  private static Decision halfOpen() {
    return new Decision.Rejected(Phase.Kind.HALF_OPEN, Optional.of(Duration.ofHours(1)));
  }

  @Test
  void shouldAskBeforeEachAttemptAndReportAfterIt() {
    var guard = new ScriptedGuard(ADMITTED);
    RunResult result = run(guard, WhenOpen.FAIL, exit(7), exit(8), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(guard.asked).containsExactly(false, false, false);
    assertThat(guard.ended).containsExactly("exit:7 FAILURE", "exit:8 FAILURE", "exit:0 SUCCESS");
  }

  @Test
  void shouldReportAnInterruptedAttemptAsNeutral() {
    var guard = new ScriptedGuard(ADMITTED);
    Step stopped = new Step(SECOND, new Outcome.Exit(1), OptionalInt.of(Signals.TERM));
    run(guard, WhenOpen.FAIL, stopped);
    assertThat(guard.ended).containsExactly("exit:1 NEUTRAL");
  }

  @Test
  void shouldBeginNoAttemptIfTheAnswerTookTheRestOfTheTime() {
    maxElapsed = Optional.of(SECOND);
    var guard =
        new ScriptedGuard(ADMITTED) {
          @Override
          public Optional<Decision> ask(boolean again, Deadline deadline) {
            assertThat(deadline.left(time.nanos())).isEqualTo(SECOND.toNanos());
            time.pass(SECOND);
            return super.ask(again, deadline);
          }
        };
    RunResult result = run(guard, WhenOpen.FAIL, exit(0));
    assertThat(result.kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(attempt.requests()).isEmpty();
    assertThat(guard.ended).containsExactly("withdrawn");
  }

  @Test
  void shouldBeginNoAttemptIfASignalCameBeforeTheAnswer() {
    var guard =
        new ScriptedGuard(ADMITTED) {
          @Override
          public Optional<Decision> ask(boolean again, Deadline deadline) {
            time.interrupt(Signals.TERM);
            return super.ask(again, deadline);
          }
        };
    RunResult result = run(guard, WhenOpen.FAIL, exit(0));
    assertThat(result.exitCode()).isEqualTo(128 + Signals.TERM);
    assertThat(attempt.requests()).isEmpty();
    assertThat(guard.ended).containsExactly("withdrawn");
  }

  @Test
  void shouldEndWith75IfRejected() {
    RunResult result = run(new ScriptedGuard(open(SECOND)), WhenOpen.FAIL);
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(result.attempts()).isZero();
    assertThat(result.rejection().orElseThrow().decision().nextProbe()).contains(SECOND);
    assertThat(attempt.requests()).isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void shouldNeverRetryAgainstAnOpenBreaker() {
    var guard = new ScriptedGuard(ADMITTED, open(SECOND), ADMITTED);
    RunResult result = run(guard, WhenOpen.FAIL, exit(7));
    assertThat(result.kind()).isEqualTo(Kind.REJECTED);
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(attempt.requests()).hasSize(1);
    assertThat(guard.asked).hasSize(2);
  }

  @Test
  void shouldSkipWithSuccessAndNothingRun() {
    RunResult result = run(new ScriptedGuard(open(SECOND)), WhenOpen.SKIP);
    assertThat(result.kind()).isEqualTo(Kind.SKIPPED);
    assertThat(result.exitCode()).isZero();
    assertThat(attempt.requests()).isEmpty();
  }

  @Test
  void shouldNotTurnAFailureIntoASkippedSuccess() {
    RunResult result = run(new ScriptedGuard(ADMITTED, open(SECOND)), WhenOpen.SKIP, exit(7));
    assertThat(result.exitCode()).isEqualTo(75);
  }

  @Test
  void shouldWaitForThePermit() {
    var guard = new ScriptedGuard(open(SECOND.multipliedBy(2)), ADMITTED);
    RunResult result = run(guard, WhenOpen.WAIT, exit(0));
    assertThat(result.exitCode()).isZero();
    assertThat(time.pauses()).containsExactly(SECOND.multipliedBy(2));
    assertThat(guard.asked).containsExactly(false, true);
    assertThat(events).filteredOn(RunEvent.WaitingForPermit.class::isInstance).hasSize(1);
  }

  @Test
  void shouldCheckForAResetWhileWaiting() {
    var guard = new ScriptedGuard(untilReset(), open(Duration.ofDays(1)), halfOpen(), ADMITTED);
    run(guard, WhenOpen.WAIT, exit(0));
    assertThat(time.pauses())
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500));
    assertThat(events).filteredOn(RunEvent.WaitingForPermit.class::isInstance).hasSize(1);
  }

  @Test
  void shouldNotWaitPastTheRunsLimit() {
    maxElapsed = Optional.of(Duration.ofSeconds(10));
    RunResult result = run(new ScriptedGuard(open(Duration.ofSeconds(10))), WhenOpen.WAIT);
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void shouldWaitForAProbesEndUntilTheRunsLimit() {
    maxElapsed = Optional.of(SECOND);
    RunResult result = run(new ScriptedGuard(halfOpen()), WhenOpen.WAIT);
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(time.pauses()).hasSize(1);
  }

  @Test
  void shouldStopWaitingAtASignal() {
    time = new FakeTime().interrupting(1, Signals.TERM);
    RunResult result = run(new ScriptedGuard(open(SECOND)), WhenOpen.WAIT);
    assertThat(result.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(result.exitCode()).isEqualTo(128 + Signals.TERM);
  }

  @Test
  void shouldEndWith125IfTheGuardHasNoAnswer() {
    RunResult result = run(new ScriptedGuard(), WhenOpen.FAIL);
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(attempt.requests()).isEmpty();
  }
}
