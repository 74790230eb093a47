package dev.resil.run;

import static dev.resil.run.ScriptedAttempt.Step.exit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.limit.Answer;
import dev.resil.limit.Answer.Why;
import dev.resil.outcome.Signals;
import dev.resil.retry.Backoff;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Ending.Kind;
import dev.resil.run.ScriptedAttempt.Step;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A run with limits before its attempts. */
class TurnstileTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Answer GRANTED = new Answer.Granted(7);
  private static final Answer FULL =
      new Answer.Limited(
          Why.CONCURRENCY,
          List.of(),
          2,
          Optional.empty(),
          new Answer.Needed(3, 0),
          Optional.empty());

  private final List<RunEvent> events = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private FakeTime time = new FakeTime();
  private Optional<Duration> maxElapsed = Optional.empty();
  private Optional<Duration> limitWait = Optional.empty();
  private Gate gate = Gate.OPEN;

  private static Answer roomIn(Duration room) {
    return new Answer.Limited(
        Why.RATE, List.of(), 0, Optional.empty(), new Answer.Needed(1, 0), Optional.of(room));
  }

  /** Answers by a script, the last answer again and again, and notes each call. */
  private final class ScriptedLimit implements SharedLimit {
    private final Iterator<Answer> answers;
    private final boolean lock;
    private Answer last = GRANTED;
    private boolean held;

    ScriptedLimit(boolean lock, Answer... answers) {
      this.lock = lock;
      this.answers = Arrays.asList(answers).iterator();
    }

    private void called(String what) {
      calls.add((lock ? "lock " : "limit ") + what);
    }

    @Override
    public String name() {
      return "api";
    }

    @Override
    public boolean isLock() {
      return lock;
    }

    @Override
    public boolean isHeld() {
      return held;
    }

    @Override
    public Optional<Answer> ask(boolean waits, Deadline deadline) {
      called(waits ? "ask" : "ask once");
      last = answers.hasNext() ? answers.next() : last;
      held = last instanceof Answer.Granted;
      return Optional.ofNullable(last);
    }

    @Override
    public OptionalInt await(Duration most) {
      Optional<Duration> room =
          last instanceof Answer.Limited limited ? limited.room() : Optional.empty();
      return time.pause(room.filter(until -> until.compareTo(most) < 0).orElse(most));
    }

    @Override
    public void leave() {
      called("leave");
    }

    @Override
    public void release() {
      called("release");
      held = false;
    }

    @Override
    public void withdraw() {
      if (held) {
        called("withdraw");
      }
      held = false;
    }
  }

  private Turnstile limit(WhenLimited action, Answer... answers) {
    return new Turnstile(new ScriptedLimit(false, answers), action, limitWait);
  }

  private RunResult run(Optional<Turnstile> lock, Optional<Turnstile> limit, Step... steps) {
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
            new ScriptedAttempt(time, steps),
            time,
            events::add,
            gate.within(lock, limit),
            Fallback.NONE,
            EndingCodes.NONE)
        .execute();
  }

  private RunResult run(Turnstile limit, Step... steps) {
    return run(Optional.empty(), Optional.of(limit), steps);
  }

  @Test
  void shouldHoldAPermitDuringEachAttempt() {
    assertThat(run(limit(WhenLimited.WAIT), exit(7), exit(0)).exitCode()).isZero();
    assertThat(calls).containsExactly("limit ask", "limit release", "limit ask", "limit release");
  }

  @Test
  void shouldHoldALockFromTheFirstAttemptToTheEnd() {
    Turnstile lock =
        new Turnstile(new ScriptedLimit(true, GRANTED), WhenLimited.WAIT, Optional.empty());
    run(Optional.of(lock), Optional.empty(), exit(7), exit(0));
    assertThat(calls).containsExactly("lock ask", "lock release");
    assertThat(events.getLast()).isInstanceOf(RunEvent.Ended.class);
  }

  @Test
  void shouldWaitForRoom() {
    RunResult result = run(limit(WhenLimited.WAIT, roomIn(SECOND), FULL, GRANTED), exit(0));
    assertThat(result.exitCode()).isZero();
    assertThat(time.pauses()).containsExactly(SECOND, Duration.ofSeconds(5));
    assertThat(events).filteredOn(RunEvent.WaitingForLimit.class::isInstance).hasSize(1);
    assertThat(events).contains(new RunEvent.Admitted("api", false, 7, Duration.ofSeconds(6)));
  }

  @Test
  void shouldEndWith75IfThereIsNoRoom() {
    RunResult result = run(limit(WhenLimited.FAIL, FULL));
    assertThat(result.kind()).isEqualTo(Kind.LIMITED);
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(calls).containsExactly("limit ask once");
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void shouldSkipWithSuccessAndNothingRun() {
    RunResult result = run(limit(WhenLimited.SKIP, FULL));
    assertThat(result.kind()).isEqualTo(Kind.SKIPPED);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldNotTurnAFailureIntoASkippedSuccess() {
    assertThat(run(limit(WhenLimited.SKIP, GRANTED, FULL), exit(7)).exitCode()).isEqualTo(75);
  }

  @Test
  void shouldNotWaitIfTheRoomComesTooLate() {
    maxElapsed = Optional.of(SECOND);
    assertThat(run(limit(WhenLimited.WAIT, roomIn(SECOND))).exitCode()).isEqualTo(75);
    assertThat(time.pauses()).isEmpty();
    assertThat(calls).containsExactly("limit ask", "limit leave");
  }

  @Test
  void shouldWaitNoLongerThanPermitted() {
    limitWait = Optional.of(Duration.ofSeconds(7));
    assertThat(run(limit(WhenLimited.WAIT, FULL)).exitCode()).isEqualTo(75);
    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(2));
    assertThat(calls.getLast()).isEqualTo("limit ask once");
  }

  @Test
  void shouldLeaveTheQueueAtASignal() {
    time = new FakeTime().interrupting(1, Signals.require("INT"));
    assertThat(run(limit(WhenLimited.WAIT, FULL)).exitCode()).isEqualTo(130);
    assertThat(calls).containsExactly("limit ask", "limit leave");
  }

  @Test
  void shouldEndWith125IfTheLimitIsUnavailableAndMustNotBe() {
    RunResult result = run(limit(WhenLimited.WAIT, (Answer) null));
    assertThat(result.exitCode()).isEqualTo(125);
  }

  /** The breaker is asked first, and must not hold a probe while the limit is waited for. */
  @Test
  void shouldWithdrawFromTheBreakerWhileItWaits() {
    gate = Gate.of(guard(new Decision.Noted()), WhenOpen.FAIL);
    assertThat(run(limit(WhenLimited.WAIT, FULL, GRANTED), exit(0)).exitCode()).isZero();
    assertThat(calls)
        .containsExactly(
            "guard ask",
            "limit ask",
            "guard withdrawn",
            "limit ask",
            "guard ask",
            "guard ended",
            "limit release");
  }

  @Test
  void shouldReturnThePermitIfTheBreakerRejects() {
    gate =
        Gate.of(
            guard(
                new Decision.Noted(), new Decision.Rejected(Phase.Kind.OPEN, Optional.of(SECOND))),
            WhenOpen.FAIL);
    assertThat(run(limit(WhenLimited.WAIT, FULL, GRANTED)).kind()).isEqualTo(Kind.REJECTED);
    assertThat(calls.getLast()).isEqualTo("limit withdraw");
  }

  private Guard guard(Decision... decisions) {
    Iterator<Decision> script = Arrays.asList(decisions).iterator();
    return new Guard() {
      private Decision last;

      @Override
      public String name() {
        return "api";
      }

      @Override
      public Optional<Decision> ask(boolean again, Deadline deadline) {
        calls.add("guard ask");
        last = script.hasNext() ? script.next() : last;
        return Optional.of(last);
      }

      @Override
      public void ended(Attempt.Ended attempt) {
        calls.add("guard ended");
      }

      @Override
      public void withdrawn() {
        calls.add("guard withdrawn");
      }
    };
  }
}
