package dev.resil.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.retry.Backoff;
import dev.resil.retry.Jitter;
import dev.resil.retry.RetryPolicies;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.FakeTime;
import dev.resil.run.Judge;
import dev.resil.run.Run;
import dev.resil.run.ScriptedAttempt;
import dev.resil.run.ScriptedAttempt.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RunReportTest {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("report.schema.json");
  private static final String RUN_ID = "5f0c6f0e-8f5a-4d6e-9a3b-2f1f6f1c7a11";
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** 100 days. */
  private static final Duration LONG = Duration.ofDays(100);

  private final List<String> written = new ArrayList<>();

  private JsonNode report(
      RetryPolicy policy, long seed, Judge judge, boolean withArguments, Step... steps) {
    RunReport.Header header =
        new RunReport.Header(
            "1.2.3",
            RUN_ID,
            new CommandJson(List.of("curl\u001b[2J", "--token", "secret\n"), withArguments),
            policy,
            seed,
            judge,
            new TimeoutJson(
                Optional.of(SECOND), Optional.empty(), 15, Optional.empty(), false, false));
    FakeTime time = new FakeTime();
    written.clear();
    new Run(
            policy,
            seed,
            judge,
            new ScriptedAttempt(time, steps),
            time,
            new RunReport(header, written::add))
        .execute();
    assertThat(written).as("written once, at the end").hasSize(1);
    return SCHEMA.check(written.getFirst());
  }

  private JsonNode report(Step... steps) {
    return report(policy(OptionalLong.of(3)), 42, Judge.DEFAULT, false, steps);
  }

  private static RetryPolicy policy(OptionalLong maxAttempts) {
    return new RetryPolicy(
        maxAttempts,
        new Backoff.Exponential(SECOND, 1.5),
        new Jitter.None(),
        SECOND,
        Duration.ofMinutes(1),
        Duration.ZERO,
        Optional.of(Duration.ofHours(1)),
        Optional.empty(),
        Optional.empty());
  }

  @Property(tries = 300)
  void shouldAlwaysFitItsSchema(
      @ForAll("policies") RetryPolicy policy,
      @ForAll long seed,
      @ForAll("judges") Judge judge,
      @ForAll boolean withArguments,
      @ForAll("steps") @Size(min = 1, max = 4) List<Step> steps) {
    List<Step> script = new ArrayList<>(steps);
    script.add(new Step(SECOND, new Outcome.Exit(0), OptionalInt.of(15))); // an end, in any case
    JsonNode report = report(policy, seed, judge, withArguments, script.toArray(Step[]::new));
    assertThat(report.get("policy").get("seed").asLong()).isEqualTo(seed);
    assertThat(report.has("arguments")).isEqualTo(withArguments);
  }

  @Test
  void shouldReportEachAttemptAndTheDelayAfterIt() {
    JsonNode report =
        report(Step.of(SECOND, new Outcome.Exit(7)), Step.of(SECOND, new Outcome.Exit(0)));
    assertThat(report.get("started_at").asString()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(report.get("duration").asDouble()).isEqualTo(3);
    assertThat(report.get("result").asString()).isEqualTo("success");
    assertThat(report.get("exit_code").asInt()).isZero();
    assertThat(report.get("attempt_count").asInt()).isEqualTo(2);
    assertThat(report.get("attempts"))
        .hasToString(
            """
            [{"number":1,"started_at":"2026-01-02T03:04:05Z","duration":1.0,\
            "outcome":"exit:7","success":false,"delay":1.0},\
            {"number":2,"started_at":"2026-01-02T03:04:07Z","duration":1.0,\
            "outcome":"exit:0","success":true,"delay":null}]\
            """);
  }

  @Test
  void shouldReportThePolicyInForce() {
    assertThat(report(Step.exit(0)).get("policy"))
        .hasToString(
            """
            {"max_attempts":3,"backoff":"exponential","base_delay":1.0,"exponential_base":1.5,\
            "jitter":"none","max_delay":60.0,"seed":42,"splay":0.0,"max_elapsed":3600.0,\
            "reset_after":null,"retry_on":["any"],"no_retry_on":["not-found","not-executable"],\
            "success_on":["exit:0"],"timeout":1.0,"idle_timeout":null,"signal":"TERM","kill_after":null}\
            """);
  }

  @Test
  void shouldReportArgumentsOnlyIfAsked() {
    assertThat(report(Step.exit(0)).toString()).doesNotContain("secret");
    JsonNode report = report(policy(OptionalLong.of(1)), 1, Judge.DEFAULT, true, Step.exit(0));
    assertThat(report.get("arguments")).hasToString("[\"--token\",\"secret\\\\n\"]");
    assertThat(report.get("command").asString()).isEqualTo("curl\\x1b[2J");
  }

  @Test
  void shouldReportTheSourceOfTheExitCode() {
    assertThat(exitCodeFrom(Step.exit(124))).isEqualTo("124 of command");
    assertThat(exitCodeFrom(Step.of(SECOND, new Outcome.Timeout()))).isEqualTo("124 of resil");
    assertThat(exitCodeFrom(Step.of(SECOND, new Outcome.Signal(9)))).isEqualTo("137 of resil");
    assertThat(exitCodeFrom(Step.of(SECOND, new Outcome.NotFound("gone"))))
        .isEqualTo("127 of resil");
    assertThat(exitCodeFrom(new Step(SECOND, new Outcome.Exit(0), OptionalInt.of(2))))
        .isEqualTo("130 of resil");
  }

  private String exitCodeFrom(Step step) {
    JsonNode report = report(step);
    return report.get("exit_code").asInt() + " of " + report.get("exit_code_from").asString();
  }

  @Test
  void shouldReportTheSystemsMessageAndTheSignal() {
    JsonNode missing = report(Step.of(SECOND, new Outcome.NotFound("No such file")));
    assertThat(missing.get("attempts").get(0).get("error").asString()).isEqualTo("No such file");
    assertThat(missing.get("reason").asString()).isEqualTo("not_retried");
    assertThat(missing.get("signal").isNull()).isTrue();
    JsonNode stopped = report(new Step(SECOND, new Outcome.Signal(15), OptionalInt.of(15)));
    assertThat(stopped.get("signal").asString()).isEqualTo("TERM");
    assertThat(stopped.get("result").asString()).isEqualTo("interrupted");
  }

  @Test
  void shouldKeepTheLastThousandAttempts() {
    Step[] steps = new Step[1203];
    java.util.Arrays.fill(steps, Step.exit(7));
    steps[1202] = Step.exit(0);
    RetryPolicy forever =
        new RetryPolicy(
            OptionalLong.empty(),
            new Backoff.Listed(List.of(Duration.ZERO)),
            new Jitter.Full(),
            Duration.ZERO,
            SECOND,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    JsonNode report = report(forever, 1, Judge.DEFAULT, false, steps);
    assertThat(report.get("attempt_count").asInt()).isEqualTo(1203);
    assertThat(report.get("attempts_omitted").asInt()).isEqualTo(203);
    assertThat(report.get("attempts")).hasSize(1000);
    assertThat(report.get("attempts").get(0).get("number").asInt()).isEqualTo(204);
    assertThat(report.get("attempts").get(998).get("delay").asDouble()).isZero();
    assertThat(report.get("attempts").get(999).get("delay").isNull()).isTrue();
  }

  @Test
  void shouldHaveASchemaThatDescribesEveryKey() {
    SCHEMA.assertThatEveryKeyIsDescribedInSnakeCase();
  }

  @Test
  void shouldHaveASchemaThatAcceptsNewKeysButNoInvalidValues() {
    ObjectNode report = (ObjectNode) report(Step.exit(0));
    assertThat(SCHEMA.accepts(report.deepCopy().put("weather", "later"))).isTrue();
    assertThat(SCHEMA.accepts(report.deepCopy().put("exit_code", 256))).isFalse();
    assertThat(SCHEMA.accepts(report.deepCopy().put("started_at", "yesterday"))).isFalse();
    assertThat(SCHEMA.accepts(report.deepCopy().put("run_id", "7"))).isFalse();
    assertThat(SCHEMA.accepts(report.deepCopy().put("result", "ok"))).isFalse();
    assertThat(SCHEMA.accepts(report.deepCopy().without("policy"))).isFalse();
    ObjectNode policy = report.deepCopy();
    ((ObjectNode) policy.get("policy")).remove("base_delay");
    assertThat(SCHEMA.accepts(policy)).isFalse();
  }

  @Provide
  Arbitrary<RetryPolicy> policies() {
    return RetryPolicies.policies(LONG);
  }

  @Provide
  Arbitrary<Judge> judges() {
    Arbitrary<OutcomeSet> sets =
        Arbitraries.of("any", "0", "1-3,signal", "signal:KILL,timeout", "not-found,exit:0-255")
            .map(OutcomeParser::parse);
    return Combinators.combine(sets, sets, sets, sets, sets).as(Judge::ofCommands);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Outcome> outcomes =
        Arbitraries.of(
            new Outcome.Exit(0),
            new Outcome.Exit(255),
            new Outcome.Signal(9),
            new Outcome.Signal(64),
            new Outcome.Timeout(),
            new Outcome.NotFound("No such file or directory"),
            new Outcome.NotExecutable("Permission denied"));
    Arbitrary<Duration> times =
        Arbitraries.longs().between(0, LONG.toNanos()).map(Duration::ofNanos);
    return Combinators.combine(times, outcomes).as(Step::of).list();
  }
}
