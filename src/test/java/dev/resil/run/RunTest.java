package dev.resil.run;

import static dev.resil.run.ScriptedAttempt.Step.exit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.Signals;
import dev.resil.retry.Backoff;
import dev.resil.retry.FailureLimit;
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

class RunTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Outcome FAILED = new Outcome.Exit(7);
  private static final Outcome TIMEOUT = new Outcome.Timeout();

  private FakeTime time = new FakeTime();
  private final List<RunEvent> events = new ArrayList<>();
  private OptionalLong maxAttempts = OptionalLong.of(3);
  private Backoff backoff = new Backoff.Exponential(SECOND, 2);
  private Duration splay = Duration.ZERO;
  private Optional<Duration> maxElapsed = Optional.empty();
  private Optional<Duration> resetAfter = Optional.empty();
  private Optional<FailureLimit> failureLimit = Optional.empty();
  private Judge judge = Judge.DEFAULT;
  private RunListener listener = events::add;
  private ScriptedAttempt attempt = new ScriptedAttempt(time);

  private RunResult run(Step... steps) {
    return run(Fallback.NONE, steps);
  }

  private RunResult run(Fallback fallback, Step... steps) {
    attempt = new ScriptedAttempt(time, steps);
    RetryPolicy policy =
        new RetryPolicy(
            maxAttempts,
            backoff,
            new Jitter.None(),
            SECOND,
            Duration.ofMinutes(1),
            splay,
            maxElapsed,
            resetAfter,
            failureLimit);
    return new Run(
            policy, 42, judge, attempt, time, listener, Gate.OPEN, fallback, EndingCodes.NONE)
        .execute();
  }

  private static Step taking(Duration duration) {
    return Step.of(duration, FAILED);
  }

  @Test
  void shouldNotRetryASuccess() {
    RunResult result = run(exit(0));
    assertThat(result.kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void shouldRetryUntilAnAttemptSucceeds() {
    RunResult result = run(exit(7), exit(8), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(result.attempts()).isEqualTo(3);
    assertThat(result.elapsed()).isEqualTo(SECOND.multipliedBy(3));
    assertThat(time.pauses()).containsExactly(SECOND, SECOND.multipliedBy(2));
  }

  @Test
  void shouldGiveUpWhenTheAttemptsAreUsedUp() {
    RunResult result = run(exit(7), exit(8), exit(9), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.ATTEMPTS_EXHAUSTED);
    assertThat(result.attempts()).isEqualTo(3);
    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(time.pauses()).hasSize(2);
  }

  @Test
  void shouldNotPauseWithASingleAttempt() {
    maxAttempts = OptionalLong.of(1);
    assertThat(run(exit(7)).kind()).isEqualTo(Kind.ATTEMPTS_EXHAUSTED);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void shouldContinueWithoutALimit() {
    maxAttempts = OptionalLong.empty();
    time = new FakeTime().interrupting(10_000, Signals.TERM);
    assertThat(run(exit(7)).attempts()).isEqualTo(10_000);
    assertThat(attempt.requests()).allMatch(request -> request.limit().isEmpty());
  }

  @Test
  void shouldNotRetryAFailureThatIsNotRetried() {
    RunResult result = run(Step.of(Duration.ZERO, new Outcome.NotFound("none")), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.NOT_RETRIED);
    assertThat(result.exitCode()).isEqualTo(127);
    assertThat(attempt.requests()).hasSize(1);
  }

  @Test
  void shouldEndAsNotRetriedEvenAtTheLastAttempt() {
    maxAttempts = OptionalLong.of(1);
    judge =
        Judge.ofCommands(
            OutcomeSet.NONE,
            OutcomeSet.NONE,
            OutcomeParser.parse("7"),
            OutcomeSet.NONE,
            OutcomeSet.NONE);
    assertThat(run(exit(7)).kind()).isEqualTo(Kind.NOT_RETRIED);
  }

  @Test
  void shouldUseUpNoAttemptForAnUncountedFailure() {
    maxAttempts = OptionalLong.of(2);
    judge = uncounting("75", "");
    RunResult result = run(exit(75), exit(75), exit(7), exit(75), exit(7), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.ATTEMPTS_EXHAUSTED);
    assertThat(result.attempts()).isEqualTo(5);
    // each failure waits, and the backoff grows with each
    assertThat(time.pauses().stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L);
    assertThat(attempt.requests().stream().map(request -> request.limit().getAsLong()))
        .containsExactly(2L, 3L, 4L, 4L, 5L);
  }

  @Test
  void shouldEndUncountedFailuresAtTheTimeLimit() {
    judge = uncounting("75", "");
    maxElapsed = Optional.of(SECOND.multipliedBy(6));
    RunResult result = run(exit(75), exit(75), exit(75), exit(75), exit(75));
    assertThat(result.kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(result.attempts()).isEqualTo(3);
  }

  @Test
  void shouldRetryAnUncountedFailureUnlessItIsNeverRetried() {
    judge = uncounting("75,not-found", "1");
    assertThat(run(exit(75), exit(0)).attempts()).isEqualTo(2);
    judge = uncounting("75", "75");
    assertThat(run(exit(75)).kind()).isEqualTo(Kind.NOT_RETRIED);
  }

  private static Judge uncounting(String uncounted, String noRetry) {
    return Judge.ofCommands(
        OutcomeSet.NONE,
        OutcomeParser.parse("7"),
        noRetry.isEmpty() ? OutcomeSet.NONE : OutcomeParser.parse(noRetry),
        OutcomeSet.NONE,
        OutcomeParser.parse(uncounted));
  }

  @Test
  void shouldGiveUpAfterFailuresThatFollowCloselyHoweverLongTheRunIs() {
    maxAttempts = OptionalLong.empty();
    failureLimit = Optional.of(new FailureLimit(3, Duration.ofMinutes(1)));
    backoff = new Backoff.Constant(SECOND);
    Duration hour = Duration.ofHours(1);
    RunResult result =
        run(exit(7), exit(7), taking(hour), exit(7), taking(hour), exit(7), exit(7), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.ATTEMPTS_EXHAUSTED);
    assertThat(result.attempts()).isEqualTo(7);
    assertThat(result.ending()).isEqualTo(new Ending.TooManyFailures(failureLimit.get()));
  }

  @Test
  void shouldNotGiveUpForFailuresThatDoNotCount() {
    maxAttempts = OptionalLong.empty();
    failureLimit = Optional.of(new FailureLimit(2, Duration.ofHours(1)));
    judge = uncounting("75", "");
    assertThat(run(exit(75), exit(75), exit(7), exit(75), exit(0)).kind())
        .isEqualTo(Kind.SUCCEEDED);
  }

  @Test
  void shouldGiveEachAttemptItsNumberTheLimitAndTheLastOutcome() {
    run(exit(7), Step.of(SECOND, TIMEOUT), exit(0));
    assertThat(attempt.requests())
        .containsExactly(
            request(1, Optional.empty()),
            request(2, Optional.of(FAILED)),
            request(3, Optional.of(TIMEOUT)));
  }

  private static Attempt.Request request(long number, Optional<Outcome> last) {
    return new Attempt.Request(number, OptionalLong.of(3), last, Deadline.NEVER);
  }

  @Test
  void shouldNotRetryWhenInterruptedDuringAnAttempt() {
    RunResult result = run(new Step(SECOND, FAILED, OptionalInt.of(Signals.INT)), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(attempt.requests()).hasSize(1);
  }

  @Test
  void shouldCountAnInterruptedAttemptAsInterruptedEvenIfItEndedWell() {
    RunResult result = run(new Step(SECOND, new Outcome.Exit(0), OptionalInt.of(Signals.TERM)));
    assertThat(result.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(result.exitCode()).isEqualTo(143);
  }

  @Test
  void shouldNotRetryWhenInterruptedDuringADelay() {
    time = new FakeTime().interrupting(2, Signals.HUP);
    RunResult result = run(exit(7));
    assertThat(result.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(result.exitCode()).isEqualTo(129);
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.elapsed()).as("ended at once").isEqualTo(SECOND.multipliedBy(2));
  }

  @Test
  void shouldMakeNoAttemptWhenInterruptedDuringTheSplay() {
    splay = SECOND;
    time = new FakeTime().interrupting(1, Signals.TERM);
    RunResult result = run(exit(0));
    assertThat(result.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(result.attempts()).isZero();
    assertThat(result.exitCode()).isEqualTo(143);
    assertThat(attempt.requests()).isEmpty();
  }

  @Test
  void shouldWaitForTheSplayBeforeTheFirstAttemptOnly() {
    splay = Duration.ofMinutes(10);
    RunResult result = run(exit(7), exit(0));
    assertThat(time.pauses()).hasSize(2);
    assertThat(time.pauses().getFirst()).isBetween(Duration.ofNanos(1), splay);
    assertThat(time.pauses().getLast()).isEqualTo(SECOND);
    assertThat(events).contains(new RunEvent.SplayStarted(time.pauses().getFirst()));
    assertThat(result.last().orElseThrow().started()).isEqualTo(time.elapsed());
  }

  @Test
  void shouldNotBeginASplayThatEndsPastTheLimit() {
    splay = Duration.ofDays(300);
    maxElapsed = Optional.of(Duration.ofMillis(1));
    RunResult result = run(exit(0));
    assertThat(result.kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.attempts()).isZero();
    assertThat(attempt.requests()).isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void shouldCountTheSplayAgainstMaxElapsed() {
    splay = Duration.ofMinutes(10);
    maxElapsed = Optional.of(splay);
    RunResult result = run(taking(Duration.ofHours(1)));
    assertThat(result.kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(time.pauses().getFirst()).isPositive();
    assertThat(result.last().map(Attempt.Ended::outcome)).contains(TIMEOUT);
    assertThat(result.elapsed()).isEqualTo(splay);
  }

  @Test
  void shouldNotBeginAnAttemptPastTheLimit() {
    maxElapsed = Optional.of(SECOND.multipliedBy(3));
    listener =
        event -> {
          if (event instanceof RunEvent.Retrying) {
            time.pass(SECOND.multipliedBy(4)); // a hook, or a machine that slept
          }
        };
    RunResult result = run(exit(7), exit(0));
    assertThat(result.kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.exitCode()).as("the command's own").isEqualTo(7);
  }

  @Test
  void shouldCutOffAtMaxElapsed() {
    maxElapsed = Optional.of(SECOND.multipliedBy(5));
    RunResult result = run(exit(7), taking(Duration.ofHours(1)));
    assertThat(result.kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(result.last().map(Attempt.Ended::outcome)).contains(TIMEOUT);
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.elapsed()).isEqualTo(SECOND.multipliedBy(5));
  }

  @Test
  void shouldNotBeginADelayThatEndsPastTheLimit() {
    maxElapsed = Optional.of(SECOND.multipliedBy(2));
    RunResult result = run(exit(7));
    assertThat(result.kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(result.exitCode()).as("the command's own").isEqualTo(7);
    assertThat(time.pauses()).containsExactly(SECOND);
    assertThat(result.elapsed()).isEqualTo(SECOND);
  }

  @Test
  void shouldNotBeginADelayThatEndsRightAtTheLimit() {
    maxElapsed = Optional.of(SECOND);
    assertThat(run(exit(7)).attempts()).isEqualTo(1);
  }

  @Test
  void shouldBeginADelayThatLeavesTimeForAnAttempt() {
    maxElapsed = Optional.of(SECOND.plusNanos(1));
    assertThat(run(exit(7), exit(0)).kind()).isEqualTo(Kind.SUCCEEDED);
  }

  @Test
  void shouldSucceedEvenAtTheLimit() {
    maxElapsed = Optional.of(SECOND);
    assertThat(run(Step.of(SECOND, new Outcome.Exit(0))).kind()).isEqualTo(Kind.SUCCEEDED);
  }

  @Test
  void shouldTreatALimitOf292YearsAsNoLimit() {
    maxElapsed = Optional.of(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(run(exit(7), exit(0)).kind()).isEqualTo(Kind.SUCCEEDED);
  }

  @Test
  void shouldStartBackoffAfreshAfterALongAttempt() {
    maxAttempts = OptionalLong.of(6);
    resetAfter = Optional.of(Duration.ofMinutes(1));
    run(exit(7), exit(7), exit(7), taking(Duration.ofMinutes(1)), exit(7), exit(0));
    assertThat(time.pauses().stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 1L, 2L);
  }

  @Test
  void shouldNotStartBackoffAfreshAfterAnAttemptThatWasTooShort() {
    resetAfter = Optional.of(Duration.ofMinutes(1));
    run(exit(7), taking(Duration.ofMinutes(1).minusNanos(1)), exit(0));
    assertThat(time.pauses()).containsExactly(SECOND, SECOND.multipliedBy(2));
  }

  @Test
  void shouldRetryAtOnceIfTheDelayIsZero() {
    backoff = new Backoff.Constant(Duration.ZERO);
    assertThat(run(exit(7), exit(0)).elapsed()).isZero();
  }

  @Test
  void shouldReportEventsInOrder() {
    RunResult result = run(taking(SECOND), Step.of(SECOND, new Outcome.Exit(0)));
    Attempt.Ended first = Attempts.ended(1, FAILED, false, Duration.ZERO, SECOND);
    Attempt.Ended second =
        Attempts.ended(2, new Outcome.Exit(0), true, SECOND.multipliedBy(2), SECOND);
    assertThat(events)
        .containsExactly(
            new RunEvent.Started(FakeTime.START),
            new RunEvent.AttemptStarted(1),
            new RunEvent.AttemptEnded(first),
            new RunEvent.Retrying(first, SECOND),
            new RunEvent.AttemptStarted(2),
            new RunEvent.AttemptEnded(second),
            new RunEvent.Ended(result));
    assertThat(result.last()).contains(second);
  }

  /** Answers for failed runs, and before attempts if told to. */
  private record Stub(Optional<Answer> before, List<RunResult> asked) implements Fallback {
    static final Answer ANSWER =
        new Answer(Source.LINE, new Outcome.Exit(0), Optional.empty(), OptionalInt.empty());

    @Override
    public Optional<Answer> after(RunResult failed) {
      asked.add(failed);
      return Optional.of(ANSWER);
    }
  }

  @Test
  void shouldLetAFallbackAnswerAFailure() {
    Stub fallback = new Stub(Optional.empty(), new ArrayList<>());
    maxAttempts = OptionalLong.of(1);

    RunResult result = run(fallback, exit(7));

    assertThat(fallback.asked()).hasSize(1);
    assertThat(result.exitCode()).isZero();
    assertThat(result.kind()).isEqualTo(Kind.ATTEMPTS_EXHAUSTED);
    assertThat(result.summary()).isEqualTo("failure");
    assertThat(result.answer()).contains(Stub.ANSWER);
  }

  @Test
  void shouldNotAskAFallbackAfterASuccess() {
    Stub fallback = new Stub(Optional.empty(), new ArrayList<>());

    assertThat(run(fallback, exit(0)).answer()).isEmpty();
    assertThat(fallback.asked()).isEmpty();
  }

  @Test
  void shouldMakeNoAttemptIfAFallbackAnswersFirst() {
    RunResult result = run(new Stub(Optional.of(Stub.ANSWER), new ArrayList<>()));

    assertThat(result.kind()).isEqualTo(Kind.CACHED);
    assertThat(result.attempts()).isZero();
    assertThat(result.exitCode()).isZero();
  }
}
