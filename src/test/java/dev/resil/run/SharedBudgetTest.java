package dev.resil.run;

import static dev.resil.run.ScriptedAttempt.Step.exit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.limit.Budget;
import dev.resil.limit.Spent;
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
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A run whose retries have a budget. */
class SharedBudgetTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Ending SPENT =
      new Ending.BudgetSpent("api", new Spent(Budget.DEFAULT, 100, 30));

  private final FakeTime time = new FakeTime();
  private final List<RunEvent> events = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private Optional<Duration> maxElapsed = Optional.empty();
  private Optional<Ending> atBegin = Optional.empty();

  /** A budget of some retries. */
  private SharedBudget budget(int retries) {
    return new SharedBudget() {
      private int left = retries;

      @Override
      public Optional<Ending> begin(Deadline deadline) {
        calls.add("begin");
        return atBegin;
      }

      @Override
      public Optional<Ending> retry(Deadline deadline) {
        calls.add("retry");
        return left-- > 0 ? Optional.empty() : Optional.of(SPENT);
      }
    };
  }

  private RunResult run(SharedBudget budget, Step... steps) {
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
            Gate.OPEN.spending(Optional.of(budget)),
            Fallback.NONE,
            EndingCodes.NONE)
        .execute();
  }

  @Test
  void shouldCountTheFirstAttemptOnceAndAskForEachRetry() {
    assertThat(run(budget(9), exit(7), exit(8), exit(0)).exitCode()).isZero();
    assertThat(calls).containsExactly("begin", "retry", "retry");
  }

  @Test
  void shouldEndAtOnceWithTheCommandsOwnCodeIfTheBudgetIsSpent() {
    RunResult result = run(budget(1), exit(7), exit(8));
    assertThat(result.kind()).isEqualTo(Kind.BUDGET_SPENT);
    assertThat(result.exitCode()).isEqualTo(8);
    assertThat(result.summary()).isEqualTo("failure");
    assertThat(result.spending()).contains((Ending.BudgetSpent) SPENT);
    assertThat(time.pauses()).containsExactly(SECOND);
    assertThat(events).filteredOn(RunEvent.Retrying.class::isInstance).hasSize(1);
  }

  @Test
  void shouldAskForNoRetryThatWouldNotFollow() {
    run(budget(9), exit(7), exit(7), exit(7));
    assertThat(calls).containsExactly("begin", "retry", "retry");
    calls.clear();
    maxElapsed = Optional.of(SECOND.dividedBy(2));
    assertThat(run(budget(9), exit(7)).kind()).isEqualTo(Kind.TIME_LIMIT);
    assertThat(calls).containsExactly("begin");
  }

  @Test
  void shouldMakeNoAttemptIfTheBudgetForbidsIt() {
    atBegin = Optional.of(Ending.of(Kind.GUARD_FAILED));
    RunResult result = run(budget(9));
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.attempts()).isZero();
  }
}
