package dev.resil.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.Verdict;
import dev.resil.outcome.Outcome;
import dev.resil.run.Attempt;
import dev.resil.run.Attempts;
import dev.resil.run.Ending;
import dev.resil.run.Ending.Kind;
import dev.resil.run.EndingCodes;
import dev.resil.run.Judgement;
import dev.resil.run.RetryAdvice;
import dev.resil.run.RunEvent;
import dev.resil.run.RunResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GitHubLogTest {
  /** pipe(7): writes up to this size are atomic. */
  private static final int PIPE_BUF = 4096;

  private final List<String> writes = new ArrayList<>();
  private int tokens;

  private GitHubLog log(String command, boolean answersAtOnce) {
    return new GitHubLog(
        writes::add, command, OptionalLong.of(2), () -> "token" + ++tokens, answersAtOnce);
  }

  private static void tell(GitHubLog log, RunEvent... events) {
    for (RunEvent event : events) {
      log.first().on(event);
      log.last().on(event);
    }
  }

  private static Attempt.Ended failed(long number) {
    return new Attempt.Ended(
        number,
        new Outcome.Exit(7),
        new Judgement(false, new RetryAdvice.Never("100% of\r\n: it,"), Verdict.FAILURE),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }

  private static RunEvent ended(Kind kind, Attempt.Ended last) {
    return new RunEvent.Ended(new RunResult(Ending.of(kind), Optional.of(last), Duration.ZERO));
  }

  @Test
  void shouldNeverEnableWorkflowCommandsBetweenTwoWrites() {
    tell(
        log("curl", false),
        new RunEvent.Started(Instant.EPOCH),
        new RunEvent.AttemptStarted(1),
        new RunEvent.AttemptEnded(failed(1)),
        new RunEvent.Retrying(failed(1), Duration.ZERO),
        new RunEvent.AttemptStarted(2),
        new RunEvent.AttemptEnded(failed(2)),
        ended(Kind.ATTEMPTS_EXHAUSTED, failed(2)));
    assertThat(writes)
        .containsExactly(
            "::group::attempt 1 of 2: curl\n::stop-commands::token1\n",
            "\n::token1::\n::endgroup::\n::group::attempt 2 of 2: curl\n::stop-commands::token2\n",
            "\n::token2::\n::endgroup::\n::error title=curl failed::curl failed with exit code 7"
                + " (attempt 2 of 2); no attempts left, after 0s\n");
  }

  @Test
  void shouldAnnotateAFlakyRunAsAnErrorIfItFails() {
    Attempt.Ended last = Attempts.ended(2, new Outcome.Exit(0), true, Duration.ZERO, Duration.ZERO);
    EndingCodes codes = EndingCodes.NONE.failingIfFlaky();
    tell(
        log("curl", false),
        new RunEvent.Ended(
            new RunResult(
                Ending.of(Kind.SUCCEEDED),
                Optional.of(last),
                Duration.ZERO,
                Optional.empty(),
                codes)));
    assertThat(writes.getLast())
        .endsWith(
            "::error title=curl needed 2 attempts::curl succeeded (attempt 2 of 2), after 0s; exit"
                + " code 1: --fail-if-flaky\n");
  }

  @Test
  void shouldStopWorkflowCommandsBeforeAnyMessageAndCachedAnswer() {
    tell(log("curl", false), new RunEvent.SplayStarted(Duration.ZERO));
    tell(log("curl", true), new RunEvent.Started(Instant.EPOCH));
    assertThat(writes)
        .containsExactly("\n::stop-commands::token1\n", "\n::stop-commands::token2\n");
  }

  @Test
  void shouldEscapeAServersMessage() {
    tell(log("a,b:%", false), ended(Kind.NOT_RETRIED, failed(1)));
    assertThat(writes.getLast())
        .isEqualTo(
            "\n::token1::\n::error title=a%2Cb%3A%25 failed::a,b:%25 failed with exit code 7"
                + " (attempt 1 of 2); not retried: 100%25 of\\r\\n: it,\n");
  }

  @Test
  void shouldFitIntoOneWriteOfAPipeWithAnyName() {
    GitHubLog log = log("\uD83D\uDE00%".repeat(5_000), false);
    tell(log, new RunEvent.AttemptStarted(1), ended(Kind.NOT_RETRIED, failed(1)));
    assertThat(writes).allMatch(text -> text.getBytes(StandardCharsets.UTF_8).length <= PIPE_BUF);
  }
}
