package dev.resil.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Verdict;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.OutputPattern;
import dev.resil.outcome.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Outcome OK = new Outcome.Exit(0);
  private static final Outcome FAILED = new Outcome.Exit(1);
  private static final Outcome KILLED = new Outcome.Signal(9);
  private static final Outcome TIMEOUT = new Outcome.Timeout();
  private static final Outcome MISSING = new Outcome.NotFound("No such file or directory");
  private static final Outcome UNUSABLE = new Outcome.NotExecutable("Permission denied");
  private static final OutputPattern BOOM = new OutputPattern(OutputPattern.Stream.STDERR, "boom");

  @Test
  void shouldTreatOnlyExitCodeZeroAsSuccess() {
    assertThat(Judge.DEFAULT.judge(of(OK)))
        .isEqualTo(new Judgement(true, RetryAdvice.UNWANTED, Verdict.SUCCESS));
    assertThat(new Outcome[] {FAILED, KILLED, TIMEOUT, MISSING, UNUSABLE})
        .noneMatch(outcome -> Judge.DEFAULT.judge(of(outcome)).success());
  }

  @Test
  void shouldRetryEveryTransientFailure() {
    assertThat(new Outcome[] {FAILED, KILLED, TIMEOUT}).allMatch(retriedBy(Judge.DEFAULT));
    assertThat(new Outcome[] {MISSING, UNUSABLE}).noneMatch(retriedBy(Judge.DEFAULT));
  }

  @Test
  void shouldFillEmptyListsWithTheDefaults() {
    assertThat(judge("", "", "", "")).isEqualTo(Judge.DEFAULT);
  }

  @Test
  void shouldRetryOnlyListedFailures() {
    Judge judge = judge("", "1,timeout", "", "");
    assertThat(new Outcome[] {FAILED, TIMEOUT}).allMatch(retriedBy(judge));
    assertThat(new Outcome[] {new Outcome.Exit(2), KILLED, MISSING}).noneMatch(retriedBy(judge));
  }

  @Test
  void shouldNotRetryFailuresOfBothLists() {
    Judge judge = judge("", "0-255", "1", "");
    assertThat(new Outcome[] {FAILED}).noneMatch(retriedBy(judge));
    assertThat(new Outcome[] {new Outcome.Exit(2)}).allMatch(retriedBy(judge));
    assertThat(retriedBy(judge("", "not-found", "not-found", ""))).rejects(MISSING);
  }

  @Test
  void shouldRetryAMissingCommandOnlyIfNamed() {
    assertThat(retriedBy(judge("", "not-found", "", ""))).accepts(MISSING);
    assertThat(retriedBy(judge("", "any,not-found", "", ""))).rejects(UNUSABLE);
    assertThat(retriedBy(judge("", "any", "", ""))).rejects(MISSING);
    assertThat(retriedBy(judge("", "", "5", ""))).rejects(MISSING);
  }

  @Test
  void shouldTreatOnlyListedOutcomesAsSuccess() {
    Judge judge = judge("3,timeout", "", "", "");
    assertThat(new Outcome[] {new Outcome.Exit(3), TIMEOUT})
        .allMatch(outcome -> judge.judge(of(outcome)).success());
    assertThat(retriedBy(judge)).accepts(OK);
  }

  @Test
  void shouldCountOnlyListedFailuresForTheBreaker() {
    Judge judge = judge("", "", "", "7,stderr~boom");
    assertThat(judge.judge(of(new Outcome.Exit(7))).verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(judge.judge(of(FAILED)).verdict()).isEqualTo(Verdict.NEUTRAL);
    assertThat(judge.judge(printing(FAILED)).verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(judge.judge(printing(OK)).verdict()).isEqualTo(Verdict.SUCCESS);
  }

  /** A PATH without the command on one host must not open a breaker for all. */
  @Test
  void shouldNotCountAMissingCommandUnlessItIsNamed() {
    for (Outcome outcome :
        List.of(MISSING, UNUSABLE, new Outcome.Exit(126), new Outcome.Exit(127))) {
      for (String failure : List.of("", "any", "!7", "7")) {
        assertThat(judge("", "", "", failure).judge(of(outcome)).verdict())
            .isEqualTo(Verdict.NEUTRAL);
      }
    }
    for (String failure : List.of("not-found", "any,127,not-found", "not-found,126-127")) {
      assertThat(judge("", "", "", failure).judge(of(MISSING)).verdict())
          .isEqualTo(Verdict.FAILURE);
    }
    assertThat(judge("", "", "", "100-127").judge(of(new Outcome.Exit(127))).verdict())
        .isEqualTo(Verdict.FAILURE);
  }

  @Test
  void shouldBeNeutralIfTheUserStoppedTheAttemptOrResilFailed() {
    var stopped = new Attempt.Execution(FAILED, OptionalInt.of(Signals.TERM));
    assertThat(Judge.DEFAULT.judge(stopped).verdict()).isEqualTo(Verdict.NEUTRAL);
    assertThat(judge("any", "any", "", "any").judge(of(new Outcome.ResilFailed("no pipe"))))
        .isEqualTo(new Judgement(false, RetryAdvice.UNWANTED, Verdict.NEUTRAL));
  }

  @Test
  void shouldNotRetryIfTheAttemptForbidsIt() {
    RetryAdvice later = new RetryAdvice.After(Duration.ofSeconds(1), "asked");
    assertThat(Judge.DEFAULT.judge(saying(later)))
        .isEqualTo(new Judgement(false, later, Verdict.FAILURE));
    assertThat(Judge.DEFAULT.judge(saying(later)).retryable()).isTrue();
    assertThat(Judge.DEFAULT.judge(saying(new RetryAdvice.Vetoed("unsafe"))).retryable()).isFalse();
    assertThat(Judge.DEFAULT.judge(saying(new RetryAdvice.Never("hopeless"))).retryable())
        .isFalse();
  }

  @Test
  void shouldNotExplainAnUnwantedRetry() {
    Judge judge = judge("", "5", "", "");
    assertThat(judge.judge(saying(new RetryAdvice.Vetoed("unsafe"))).repeat())
        .isEqualTo(RetryAdvice.UNWANTED);
    assertThat(judge.judge(saying(new RetryAdvice.Never("hopeless"))).repeat())
        .isEqualTo(new RetryAdvice.Never("hopeless"));
  }

  @Test
  void shouldCollectThePatternsOfAllLists() {
    Judge judge = judge("output~a", "stdout~b", "stderr~c", "stderr~boom");
    assertThat(judge.patterns()).hasSize(4).contains(BOOM);
  }

  private static Attempt.Execution of(Outcome outcome) {
    return Attempt.Execution.of(outcome);
  }

  private static Attempt.Execution printing(Outcome outcome) {
    return new Attempt.Execution(outcome, OptionalInt.empty(), Set.of(BOOM));
  }

  private static Attempt.Execution saying(RetryAdvice repeat) {
    return new Attempt.Execution(FAILED, OptionalInt.empty(), Set.of(), repeat, Optional.empty());
  }

  private static Predicate<Outcome> retriedBy(Judge judge) {
    return outcome -> judge.judge(of(outcome)).retryable();
  }

  private static Judge judge(String success, String retry, String noRetry, String failure) {
    return Judge.ofCommands(set(success), set(retry), set(noRetry), set(failure), OutcomeSet.NONE);
  }

  private static OutcomeSet set(String list) {
    return list.isEmpty() ? OutcomeSet.NONE : OutcomeParser.parse(list);
  }
}
