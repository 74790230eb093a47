package dev.resil.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.run.Attempt;
import dev.resil.run.Attempts;
import dev.resil.run.Ending;
import dev.resil.run.Ending.Kind;
import dev.resil.run.RunEvent;
import dev.resil.run.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobSummaryTest {
  private final List<String> written = new ArrayList<>();

  private String run(String command, boolean all, int attempts, boolean success) {
    JobSummary summary = new JobSummary(written::add, command, all);
    Optional<Attempt.Ended> last = Optional.empty();
    for (int i = 1; i <= attempts; i++) {
      boolean good = success && i == attempts;
      last =
          Optional.of(
              Attempts.ended(
                  i, new Outcome.Exit(good ? 0 : 7), good, Duration.ZERO, Duration.ofMillis(1200)));
      summary.on(new RunEvent.AttemptEnded(last.get()));
      if (i < attempts) {
        summary.on(new RunEvent.Retrying(last.get(), Duration.ofSeconds(2)));
      }
    }
    Kind kind = success ? Kind.SUCCEEDED : Kind.ATTEMPTS_EXHAUSTED;
    summary.on(new RunEvent.Ended(new RunResult(Ending.of(kind), last, Duration.ofSeconds(5))));
    return String.join("", written);
  }

  @Test
  void shouldContainATableOfAttempts() {
    assertThat(run("curl", false, 2, true))
        .isEqualTo(
            """

            | curl | outcome | duration | delay |
            | --- | --- | ---: | ---: |
            | attempt 1 | exit:7 | 1.2s | 2s |
            | attempt 2 | exit:0 | 1.2s | |
            | **success** | exit code 0 | 5s | |
            """);
  }

  @Test
  void shouldShowAnImmediateSuccessOnlyIfVerbose() {
    assertThat(run("curl", false, 1, true)).isEmpty();
    assertThat(run("curl", true, 1, true)).contains("| attempt 1 | exit:0 | 1.2s | |");
  }

  @Test
  void shouldKeepTheLastOfManyAttempts() {
    assertThat(run("worker", false, 250, false))
        .contains("| 150 more before | | | |\n| attempt 151 |")
        .contains("| attempt 250 | exit:7 | 1.2s | |\n| **failure** | exit code 7 |")
        .hasSizeLessThan(10_000);
  }

  @Test
  void shouldEscapeMarkdownAndHtmlInCells() {
    assertThat(run("a|b`<img src=x>\\*_[x](y)~\n", false, 1, false))
        .contains(
            "| a&#124;b&#96;&#60;img src&#61;x&#62;&#92;&#42;&#95;&#91;x&#93;&#40;y&#41;"
                + "&#126;&#92;n | outcome |");
  }
}
