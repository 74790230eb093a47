package dev.resil.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.run.Attempt;
import dev.resil.run.Attempts;
import dev.resil.run.Ending;
import dev.resil.run.Ending.Kind;
import dev.resil.run.RunEvent;
import dev.resil.run.RunResult;
import dev.resil.state.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The counts of a run. */
class RunTallyTest {
  private static final Instant START = Instant.parse("2026-11-24T10:59:58Z");
  private static final long HOUR = Fields.hour(START);

  private final List<Counts> kept = new ArrayList<>();
  private final RunTally tally = new RunTally((more, bounds) -> kept.add(more));

  private static Attempt.Ended attempt(long number, int code, Duration started, Duration took) {
    return Attempts.ended(number, new Outcome.Exit(code), code == 0, started, took);
  }

  private void ended(Attempt.Ended attempt) {
    tally.on(new RunEvent.AttemptEnded(attempt));
  }

  private void over(Kind kind, Optional<Attempt.Ended> last, Duration elapsed) {
    tally.on(new RunEvent.Ended(new RunResult(Ending.of(kind), last, elapsed)));
  }

  @Test
  void shouldCountARunOnce() {
    tally.on(new RunEvent.Started(START));
    ended(attempt(1, 7, Duration.ZERO, Duration.ofSeconds(1)));
    Attempt.Ended last = attempt(2, 0, Duration.ofSeconds(2), Duration.ofMillis(200));
    ended(last);
    over(Kind.SUCCEEDED, Optional.of(last), Duration.ofMillis(2200));

    Counts counts = kept.getFirst();
    assertThat(kept).hasSize(1);
    assertThat(counts.get("runs")).isEqualTo(1);
    assertThat(counts.get("attempts")).isEqualTo(2);
    assertThat(counts.get("failed_attempts")).isEqualTo(1);
    assertThat(counts.get("retries")).isEqualTo(1);
    assertThat(counts.get("result:success")).isEqualTo(1);
    assertThat(counts.get("outcome:exit:7")).isEqualTo(1);
    assertThat(counts.get("outcome:exit:0")).isEqualTo(1);
    assertThat(counts.get("attempt_us_sum")).isEqualTo(1_200_000);
    assertThat(counts.get("run_us_sum")).isEqualTo(2_200_000);
    assertThat(counts.get("hour:" + HOUR + ":attempts")).isEqualTo(1);
    assertThat(counts.get("hour:" + HOUR + ":failed")).isEqualTo(1);
    assertThat(counts.get("hour:" + (HOUR + 1) + ":attempts")).isEqualTo(1);
    assertThat(counts.get("first_run")).isEqualTo(START.toEpochMilli());
    assertThat(counts.get("last_success")).isEqualTo(START.plusMillis(2200).toEpochMilli());
  }

  @Test
  void shouldCountARejectedRunWithoutADuration() {
    tally.on(new RunEvent.Started(START));
    over(Kind.REJECTED, Optional.empty(), Duration.ofMillis(1));

    Summary summary = new Summary("x", kept.getFirst(), START);
    assertThat(summary.runs("rejected")).isEqualTo(1);
    assertThat(summary.runTimes().count()).isZero();
    assertThat(summary.lastSuccess()).isEmpty();
  }

  @Test
  void shouldCountALongRunEveryMinute() {
    tally.on(new RunEvent.Started(START));
    for (int i = 1; i <= 7; i++) {
      ended(attempt(i, 1, Duration.ofSeconds(20L * (i - 1)), Duration.ofSeconds(20)));
    }
    assertThat(kept).extracting(counts -> counts.get("attempts")).containsExactly(3L, 3L);
    assertThat(kept).allSatisfy(counts -> assertThat(counts.get("runs")).isZero());
    over(Kind.NOT_RETRIED, Optional.empty(), Duration.ofSeconds(140));
    assertThat(kept.getLast().get("attempts")).isEqualTo(1);
    assertThat(kept.getLast().get("runs")).isEqualTo(1);
  }

  @Test
  void shouldNotCountIfTheBreakersStateIsUnusable() {
    tally.on(new RunEvent.Started(START));
    tally.on(new RunEvent.Unguarded("api", "why"));
    over(Kind.REJECTED, Optional.empty(), Duration.ZERO);
    assertThat(kept).isEmpty();
  }
}
