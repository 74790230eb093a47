package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.resil.report.JsonSchemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code run --breaker} and {@code resil breaker}: exit codes, lines, reports, tables. */
@Execution(ExecutionMode.CONCURRENT)
class BreakerIT {
  @TempDir Path temp;

  private BreakerBench bench;

  @BeforeEach
  void setUp() {
    bench = new BreakerBench(temp.resolve("state"));
  }

  /** Regression test: a native image failed to read fractions of eight or more digits. */
  @Test
  void shouldReadFractionsOfAnyLength() {
    for (int i = 0; i < 2; i++) {
      Resil.Result result =
          Resil.with("run", "--breaker", "b", "--recovery-timeout", "0.123456789", "true")
              .variable("RESIL_STATE", temp.toString())
              .run();
      assertThat(result).isEqualTo(new Resil.Result(0, "", ""));
    }
  }

  @Test
  void shouldOpenAtTheThresholdAndRejectTheNextRun() throws Exception {
    Resil.Result failing =
        bench.run("--breaker", "api", "-n", "5", "-b", "1ms", "--", "sh", "-c", "exit 7").run();
    assertThat(failing.exitCode()).isEqualTo(7);
    assertThat(failing.err()).contains("resil: breaker api is open; next probe in 30s\n");
    Path ran = temp.resolve("ran");
    Resil.Result rejected = bench.run("--breaker", "api", "--", "touch", ran.toString()).run();
    assertThat(rejected.exitCode()).isEqualTo(75);
    assertThat(rejected.errLines()).hasSize(1);
    assertThat(rejected.err())
        .matches("resil: touch was not run: breaker api is open; next probe in [0-9.]+m?s\n");
    assertThat(ran).doesNotExist();
    JsonNode status = bench.status("api");
    assertThat(status.get("state").asString()).isEqualTo("OPEN");
    assertThat(status.get("total_calls").asInt()).isEqualTo(5);
    assertThat(status.get("failed_calls").asInt()).isEqualTo(5);
    assertThat(status.get("rejected_calls").asInt()).isEqualTo(1);
    assertThat(status.get("state_changes").asInt()).isEqualTo(1);
    assertThat(status.get("last_failure").get("outcome").asString()).isEqualTo("exit:7");
    assertThat(status.get("next_probe_in").asDouble()).isBetween(0.0, 30.0);
    assertThat(bench.stored("api")).contains("\"state\" : \"OPEN\"");
  }

  @Test
  void shouldNeverRetryAgainstABreakerThatItOpened() throws Exception {
    Path log = temp.resolve("log");
    Resil.Result result =
        bench
            .run("--breaker", "api", "--failure-threshold", "2", "-n", "9", "-b", "1ms")
            .append("--", "sh", "-c", "echo x >>\"$0\"; exit 1", log.toString())
            .run();
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(log).content().isEqualTo("x\nx\n");
    assertThat(result.err()).contains("resil: sh was not run again: breaker api is open");
  }

  @Test
  void shouldReportTheBreaker() {
    Resil.Result result =
        bench
            .run("-q", "--report", "-", "--breaker", "api", "--failure-threshold", "1", "-n", "1")
            .append("--failure-on", "7", "--", "sh", "-c", "exit 7")
            .run();
    JsonNode report = JsonSchemas.named("report.schema.json").check(result.err());
    assertThat(report.get("breaker").get("before").asString()).isEqualTo("CLOSED");
    assertThat(report.get("breaker").get("after").asString()).isEqualTo("OPEN");
    assertThat(report.get("policy").get("breaker").get("failure_threshold").asInt()).isEqualTo(1);
    Resil.Result rejected =
        bench.run("-q", "--report", "-", "--breaker", "api", "--", "true").run();
    JsonNode next = JsonSchemas.named("report.schema.json").check(rejected.err());
    assertThat(next.get("result").asString()).isEqualTo("rejected");
    assertThat(next.get("exit_code").asInt()).isEqualTo(75);
    assertThat(next.get("exit_code_from").asString()).isEqualTo("resil");
    assertThat(next.get("breaker").get("next_probe_in").asDouble()).isBetween(0.0, 30.0);
  }

  @Test
  void shouldCountOnlyFailuresOfTheList() {
    bench
        .run("--breaker", "api", "--failure-threshold", "1", "--failure-on", "7", "-n", "1")
        .append("--", "sh", "-c", "exit 1")
        .run();
    JsonNode status = bench.status("api");
    assertThat(status.get("state").asString()).isEqualTo("CLOSED");
    assertThat(status.get("total_calls").asInt()).isEqualTo(1);
    assertThat(status.get("failed_calls").asInt()).isZero();
  }

  @Test
  void shouldCountAnInterruptedAttemptNeitherWay() throws Exception {
    Path started = temp.resolve("started");
    Resil run =
        bench
            .run("--breaker", "api", "--failure-threshold", "1")
            .append("--", "sh", "-c", "touch \"$0\"; exec sleep 60", started.toString());
    Process process = run.start();
    while (!Files.exists(started)) {
      Thread.onSpinWait();
    }
    process.destroy();
    assertThat(run.await(process).exitCode()).isEqualTo(143);
    JsonNode status = bench.status("api");
    assertThat(status.get("state").asString()).isEqualTo("CLOSED");
    assertThat(status.get("total_calls").asInt()).isEqualTo(1);
    assertThat(status.get("failed_calls").asInt()).isZero();
  }

  @Test
  void shouldSkipOrWaitIfAsked() {
    bench.breaker("open", "--create", "--for", "1h", "api");
    Resil.Result skipped =
        bench.run("--breaker", "api", "--when-open", "skip", "--", "echo", "ran").run();
    assertThat(skipped.exitCode()).isZero();
    assertThat(skipped.out()).isEmpty();
    assertThat(skipped.err()).startsWith("resil: echo was skipped: breaker api is open");
    Resil.Result late =
        bench.run("--breaker", "api", "--when-open", "wait", "-T", "1m", "--", "echo").run();
    assertThat(late.exitCode()).isEqualTo(75);
    bench.breaker("open", "--for", "300ms", "api");
    Resil.Result waited =
        bench.run("--breaker", "api", "--when-open", "wait", "--", "echo", "ran").run();
    assertThat(waited.exitCode()).isZero();
    assertThat(waited.out()).isEqualTo("ran\n");
  }

  @Test
  void shouldFreeThePermitOfAKilledRun() throws Exception {
    bench.breaker("open", "--create", "--for", "1ms", "api");
    Path started = temp.resolve("started");
    String[] options = {"--breaker", "api", "--half-open-max-calls", "1", "-n", "1"};
    Process probe =
        bench
            .run(options)
            .append("--", "sh", "-c", "echo $$ >\"$0\"; exec sleep 60", started.toString())
            .start();
    while (!Files.exists(started) || Files.readString(started).isBlank()) {
      Thread.onSpinWait();
    }
    assertThat(bench.run(options).append("--", "true").run().exitCode()).isEqualTo(75);
    probe.destroyForcibly().waitFor();
    assertThat(bench.run(options).append("--", "true").run().exitCode()).isZero();
    ProcessHandle.of(Long.parseLong(Files.readString(started).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void shouldGuardAScriptsOwnCalls() {
    assertThat(bench.breaker("check", "api").exitCode()).isZero();
    String[] failed = {
      "--failure-threshold",
      "2",
      "--recovery-timeout",
      "1h",
      "--outcome",
      "exit:6",
      "api",
      "failure"
    };
    assertThat(bench.breaker("record", failed).exitCode()).isZero();
    assertThat(bench.breaker("record", "api", "failure").exitCode()).isZero();
    Resil.Result checked = bench.breaker("check", "api");
    assertThat(checked.exitCode()).isEqualTo(75);
    assertThat(checked.err()).startsWith("resil: breaker api is open; next probe in ");
    assertThat(bench.breaker("check", "-q", "api").err()).isEmpty();
    assertThat(bench.status("api").get("rejected_calls").asInt()).isZero();
  }

  @Test
  void shouldResetExistingAndMissingBreakers() {
    bench.breaker("open", "--create", "a", "b");
    assertThat(bench.breaker("reset", "a", "never").exitCode()).isZero();
    assertThat(bench.state("a")).isEqualTo("CLOSED");
    assertThat(bench.state("b")).isEqualTo("OPEN");
    assertThat(bench.breaker("reset", "--all").exitCode()).isZero();
    assertThat(bench.state("b")).isEqualTo("CLOSED");
    assertThat(bench.breaker("list", "--names").out()).isEqualTo("a\nb\n");
    assertThat(bench.breaker("reset").exitCode()).isEqualTo(125);
  }

  @Test
  void shouldSuggestSimilarNamesForAnUnknownOne() {
    bench.breaker("record", "payments", "success");
    for (String word : List.of("status", "rm")) {
      Resil.Result result = bench.breaker(word, "paymnets");
      assertThat(result.exitCode()).as(word).isEqualTo(125);
      assertThat(result.err())
          .as(word)
          .isEqualTo("resil: breaker paymnets: unknown; did you mean payments?\n");
    }
    assertThat(bench.breaker("rm", "payments").exitCode()).isZero();
    assertThat(bench.breaker("list", "--names").out()).isEmpty();
  }

  /** Before a maintenance window on a new host. */
  @Test
  void shouldOpenABreakerThatNoRunHasUsedYet() {
    bench.breaker("record", "payments", "success");
    Resil.Result result = bench.breaker("open", "paymnets", "payments");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEqualTo("resil: breaker paymnets: is new; did you mean payments?\n");
    assertThat(bench.breaker("check", "paymnets").exitCode()).isEqualTo(75);
    assertThat(bench.breaker("open", "paymnets").err()).isEmpty();
  }

  @Test
  void shouldTakeAnyNameAndKeepItInTheFolder() throws Exception {
    List<String> names =
        List.of("../../escape", "API", "api", "näme mit Leerzeichen", "a".repeat(128));
    for (String name : names) {
      assertThat(bench.run("--breaker", name, "--", "true").run().exitCode()).isZero();
    }
    assertThat(bench.breaker("list", "--names").out().lines())
        .containsExactlyInAnyOrderElementsOf(names);
    try (var files = Files.walk(temp)) {
      assertThat(files.filter(path -> path.toString().endsWith(".json")).map(Path::getParent))
          .hasSize(2 * names.size()) // the breaker's file and the statistics
          .containsOnly(bench.folder().resolve("breaker"), bench.folder().resolve("runs"));
    }
    Resil.Result refused = bench.run("--breaker", "a\nb", "--", "true").run();
    assertThat(refused.exitCode()).isEqualTo(125);
    assertThat(refused.err())
        .isEqualTo(
            "resil: --breaker a\\nb: a breaker's name must not contain control characters, this one"
                + " contains U+000A\n");
  }

  @ParameterizedTest
  @CsvSource({
    "list, --watch, NAME, api   CLOSED",
    "list, --watch --json, breakers, '\"name\" : \"api\"'",
    "status, --watch, CLOSED, api",
    "status, --watch --json, breakers, '\"state\" : \"CLOSED\"'"
  })
  void shouldRefreshTheListEverySecondUntilASignal(
      String word, String options, String once, String expected) {
    bench.breaker("record", "api", "success");
    Resil resil = bench.breakerCommand(word, options.split(" "));
    Process watch = resil.start();
    while (resil.outSoFar().split(once, -1).length < 3) {
      Thread.onSpinWait();
    }
    watch.destroy();
    Resil.Result result = resil.await(watch);
    assertThat(result.exitCode()).isEqualTo(143);
    assertThat(result.out()).contains(expected);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void shouldExplainInvalidOptions() {
    Map.of(
            List.of("--failure-threshold", "3"),
            "--failure-threshold: requires --breaker NAME",
            List.of("--breaker", "a", "--failure-threshold", "3", "--window", "10"),
            "--failure-threshold: cannot be used with --window; a breaker opens by count or by"
                + " rate;"
                + " remove one",
            List.of("--breaker", "a", "--window", "0"),
            "--window 0: must be a number of calls from 1 to 10000, or a duration with a unit,"
                + " such as 5m",
            List.of("--breaker", "a", "--failure-rate", "101"),
            "--failure-rate 101: must be a percentage above 0 and at most 100",
            List.of("--recovery-backoff", "2"),
            "--recovery-backoff: requires --breaker NAME",
            List.of("--breaker", "a", "--recovery-backoff", "0.5"),
            "--recovery-backoff 0.5: must be a number of 1 or more",
            List.of("--breaker", "a", "--max-recovery-timeout", "5m"),
            "--max-recovery-timeout: requires --recovery-backoff F",
            List.of("--breaker", "a", "--recovery-backoff", "2", "--max-recovery-timeout", "9s"),
            "--max-recovery-timeout 9s: must not be less than --recovery-timeout 30s",
            List.of("--breaker", "a", "--slow-rate", "50"),
            "--slow-rate: requires --slow-call D",
            List.of("--breaker", "a", "--when-open", "retry"),
            "--when-open retry: must be one of fail, wait, skip")
        .forEach((options, message) -> {
          Resil.Result result =
              bench.run(options.toArray(String[]::new)).append("--", "true").run();
          assertThat(result.exitCode()).isEqualTo(125);
          assertThat(result.err()).isEqualTo("resil: " + message + "\n");
        });
  }

  @Test
  void shouldTouchNoStateAndLoadNoJsonWithoutABreaker() throws Exception {
    Resil.Result result = Resil.with("run", "--", "true").variable("HOME", temp.toString()).run();
    assertThat(result.exitCode()).isZero();
    assertThat(temp).isEmptyDirectory();
    assumeFalse(Resil.isNative(), "classes are loaded on a JVM");
    Path log = temp.resolve("classes");
    Resil.with("run", "--", "true")
        .variable("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log)
        .run();
    assertThat(log)
        .content()
        .contains("dev.resil.run.Run ")
        .doesNotContain("tools.jackson", "FileStateStore", "BreakerGuard");
  }
}
