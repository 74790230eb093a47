package dev.resil.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import dev.resil.report.terminal.PlanView.Row;
import dev.resil.retry.Backoff;
import dev.resil.retry.Delays;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicies;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Ending;
import dev.resil.run.FakeTime;
import dev.resil.run.Judge;
import dev.resil.run.Run;
import dev.resil.run.RunResult;
import dev.resil.run.ScriptedAttempt;
import dev.resil.run.ScriptedAttempt.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlanViewTest {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("plan.schema.json");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int ROWS = 20;

  /** The manual's promise: {@code plan} shows the delays of {@code run}. */
  @Property
  void shouldShowTheDelaysOfARunWithTheSameSeed(
      @ForAll("policies") RetryPolicy policy, @ForAll long seed) {
    PlanView plan = plan(policy, seed);
    Step[] steps = new Step[plan.rows().size() + 1];
    Arrays.fill(steps, Step.exit(1));
    if (!plan.complete()) {
      steps[plan.rows().size() - 1] = Step.exit(0); // the end of the comparison
    }
    FakeTime time = new FakeTime();
    RunResult result =
        new Run(policy, seed, Judge.DEFAULT, new ScriptedAttempt(time, steps), time, event -> {})
            .execute();
    List<Duration> delays = plan.rows().stream().map(Row::delay).toList();
    if (delays.isEmpty()) {
      assertThat(result.kind()).isEqualTo(Ending.Kind.TIME_LIMIT);
      assertThat(result.attempts()).isZero();
      return;
    }
    boolean splayed = !delays.getFirst().isZero();
    assertThat(time.pauses()).isEqualTo(splayed ? delays : delays.subList(1, delays.size()));
    assertThat(result.attempts()).isEqualTo(plan.rows().size());
    assertThat(result.last().orElseThrow().started()).isEqualTo(plan.rows().getLast().start());
  }

  @Property(tries = 300)
  void shouldFitItsSchema(@ForAll("extremes") RetryPolicy policy, @ForAll long seed) {
    PlanView plan = plan(policy, seed);
    JsonNode json = SCHEMA.check(plan.json());
    assertThat(json.get("seed").asLong()).isEqualTo(seed);
    assertThat(json.get("complete").asBoolean()).isEqualTo(plan.complete());
    assertThat(json.get("attempts")).hasSize(plan.rows().size());
  }

  @Property(tries = 300)
  void shouldFitTheTerminal(@ForAll("extremes") RetryPolicy policy, @ForAll long seed) {
    assertThat(plan(policy, seed).chart(60).lines())
        .allMatch(line -> line.length() <= 60)
        .allMatch(line -> line.equals(line.stripTrailing()));
  }

  @Test
  void shouldFitTheTerminalWithVeryLongDelays() {
    PlanView.Row row = new PlanView.Row(2, Duration.ofDays(100_000).plusHours(10), Duration.ZERO);
    PlanView plan = new PlanView(List.of(row), 1, OptionalLong.of(1), true);
    assertThat(plan.chart(60).stripTrailing())
        .startsWith("      2  100000d10h  █")
        .hasSizeLessThan(60);
  }

  @Test
  void shouldBeATableWithTheTimesAtWhichAttemptsStart() {
    assertThat(plan(policy(OptionalLong.of(4), Optional.empty()), 1).table())
        .isEqualToNormalizingNewlines(
            """
            attempt     delay  starts at
                  1        0s         0s
                  2        1s         1s
                  3        2s         3s
                  4        4s         7s
            """);
  }

  @Test
  void shouldBeAChartWhoseLongestBarFillsTheTerminal() {
    assertThat(plan(policy(OptionalLong.of(4), Optional.empty()), 1).chart(36))
        .isEqualToNormalizingNewlines(
            """
                  1        0s
                  2        1s  ████
                  3        2s  ████████
                  4        4s  ████████████████
            """);
  }

  @Test
  void shouldDrawPartsOfABlock() {
    RetryPolicy policy =
        listed(List.of(Duration.ofMillis(100), Duration.ofMillis(62), Duration.ofMillis(6)));
    assertThat(plan(policy, 1).chart(30).lines().skip(1))
        .containsExactly(
            "      2     100ms  ██████████", "      3      62ms  ██████▎", "      4       6ms  ▋");
  }

  @Test
  void shouldShowTheNumberOfOmittedAttempts() {
    assertThat(plan(policy(OptionalLong.of(25), Optional.empty()), 1).table().lines())
        .hasSize(ROWS + 2)
        .last()
        .isEqualTo("    ...  5 more");
    assertThat(plan(policy(OptionalLong.empty(), Optional.empty()), 1).table().lines())
        .last()
        .isEqualTo("    ...  and so on, without end");
  }

  @Test
  void shouldEndIfTheTimeIsOver() {
    RetryPolicy policy = policy(OptionalLong.empty(), Optional.of(SECOND.multipliedBy(4)));
    PlanView plan = plan(policy, 1);
    assertThat(plan.complete()).isTrue();
    assertThat(plan.rows()).hasSize(3);
  }

  @Test
  void shouldHaveASchemaThatDescribesEveryKey() {
    SCHEMA.assertThatEveryKeyIsDescribedInSnakeCase();
  }

  private static PlanView plan(RetryPolicy policy, long seed) {
    return PlanView.of(policy, new Delays(policy, seed), seed, ROWS);
  }

  private static RetryPolicy policy(OptionalLong maxAttempts, Optional<Duration> maxElapsed) {
    return policy(maxAttempts, maxElapsed, new Backoff.Exponential(SECOND, 2));
  }

  private static RetryPolicy listed(List<Duration> delays) {
    return policy(
        OptionalLong.of(delays.size() + 1L), Optional.empty(), new Backoff.Listed(delays));
  }

  private static RetryPolicy policy(
      OptionalLong maxAttempts, Optional<Duration> maxElapsed, Backoff backoff) {
    return new RetryPolicy(
        maxAttempts,
        backoff,
        new Jitter.None(),
        SECOND,
        Duration.ofMinutes(1),
        Duration.ZERO,
        maxElapsed,
        Optional.empty(),
        Optional.empty());
  }

  /** A year: the limit of a run here, far from overflowing a long of nanoseconds. */
  @Provide
  Arbitrary<RetryPolicy> policies() {
    return RetryPolicies.policies(Duration.ofDays(365));
  }

  @Provide
  Arbitrary<RetryPolicy> extremes() {
    return RetryPolicies.policies(RetryPolicies.LONGEST);
  }
}
