package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code --event-log} and {@code --log-format json}: machine-readable logs of a run. */
@Execution(ExecutionMode.CONCURRENT)
class EventLogIT {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("event.schema.json");

  @TempDir Path folder;

  private List<JsonNode> log() throws IOException {
    return Files.readString(folder.resolve("log")).lines().map(SCHEMA::check).toList();
  }

  private static List<String> names(List<JsonNode> events) {
    return events.stream().map(event -> event.get("event").asString()).toList();
  }

  @Test
  void shouldWriteALineForEveryEventInItsOrder() throws Exception {
    Resil.Result result =
        Resil.with(
                "run", "-q", "-b", "1ms", "--event-log", "log", "-c", "exit $((2-RESIL_ATTEMPT))")
            .in(folder)
            .run();

    assertThat(result.err()).isEmpty();
    assertThat(names(log()))
        .containsExactly(
            "run_started",
            "attempt_started",
            "process_started",
            "attempt_ended",
            "retrying",
            "attempt_started",
            "process_started",
            "attempt_ended",
            "run_ended");
    assertThat(log().getLast().get("result").asString()).isEqualTo("success");
  }

  /** A signal that arrives while it runs is passed on to it. */
  @ParameterizedTest
  @CsvSource({"--fallback, fallback", "--on-failure, hook"})
  void shouldNameTheProcessThatRunsInPlaceOfTheCommand(String option, String process)
      throws Exception {
    String line = "trap 'exit 0' USR1; kill -USR1 $PPID; while :; do sleep 0.02; done";
    Resil.with("run", "-q", "-n", "1", "--event-log", "log", option, line, "false")
        .in(folder)
        .run();
    assertThat(log())
        .filteredOn(event -> event.get("event").asString().equals("signal_sent"))
        .singleElement()
        .satisfies(sent -> {
          assertThat(sent.get("signal").asString()).isEqualTo("USR1");
          assertThat(sent.get("process").asString()).isEqualTo(process);
        });
  }

  @Test
  void shouldAddToALogThatManyRunsShare() throws Exception {
    List<Resil> runs = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Resil run = Resil.with("run", "-q", "-b", "1ms", "--event-log", "log", "false").in(folder);
      runs.add(run);
      processes.add(run.start());
    }
    // each check of a run reads the whole log
    for (Process process : processes) {
      process.waitFor();
    }
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).await(processes.get(i));
    }

    // run_started, 3 x (started, process, ended), 2 x retrying, run_ended
    assertThat(log()).hasSize(8 * 13);
    assertThat(names(log())).filteredOn("run_ended"::equals).hasSize(8);
  }

  @Test
  void shouldContinueInTheNewFileAfterLogRotation() throws Exception {
    Resil.with(
            "run",
            "-q",
            "-b",
            "1ms",
            "-n",
            "2",
            "--event-log",
            "log",
            "-c",
            "mv log log.$RESIL_ATTEMPT; exit 1")
        .in(folder)
        .run();

    assertThat(Files.readString(folder.resolve("log.1"))).contains("run_started");
    assertThat(names(log())).contains("run_ended").doesNotContain("run_started");
  }

  @Test
  void shouldNotWaitForAReaderOfAPipe() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("log").toString()).start().waitFor())
        .isZero();

    Resil.Result result = Resil.with("run", "--event-log", "log", "true").in(folder).run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEqualTo("resil: --event-log log: not written: it has no reader\n");
  }

  @Test
  void shouldRefuseAFileThatCannotBeWritten() {
    Resil.Result result = Resil.run("run", "--event-log", "/no/such/folder/log", "true");

    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err())
        .isEqualTo(
            "resil: --event-log /no/such/folder/log: the folder does not exist; create it first\n");
  }

  @Test
  void shouldWriteOnlyJsonIfAsked() {
    Resil.Result result =
        Resil.run(
            "run",
            "-v",
            "-n",
            "2",
            "-b",
            "1ms",
            "--log-format",
            "json",
            "--report",
            "/dev/full",
            "false");

    List<JsonNode> lines = result.errLines().stream().map(SCHEMA::check).toList();
    assertThat(lines)
        .allSatisfy(line -> {
          assertThat(line.has("message")).isTrue();
          assertThat(line.get("level").asString()).isIn("info", "warn", "error");
        });
    assertThat(names(lines)).contains("attempt_started", "retrying", "notice");
    assertThat(lines)
        .filteredOn(line -> line.get("event").asString().equals("retrying"))
        .singleElement()
        .satisfies(line ->
            assertThat(line.get("message").asString())
                .matches("false failed with exit code 1 \\(attempt 1 of 2\\); retrying in .*"));
  }

  @Test
  void shouldAcceptTwoFormats() {
    Resil.Result result = Resil.run("run", "--log-format", "xml", "true");

    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).isEqualTo("resil: --log-format xml: must be text or json\n");
  }
}
