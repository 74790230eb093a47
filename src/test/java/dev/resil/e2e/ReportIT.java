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
import tools.jackson.databind.JsonNode;

/** {@code --report}: reports are correct, and never change the exit code. */
@Execution(ExecutionMode.CONCURRENT)
class ReportIT {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("report.schema.json");

  @TempDir Path folder;

  private record Reported(Resil.Result result, JsonNode report) {}

  private Reported run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("run", "-b", "1ms", "--report", "report.json"));
    all.addAll(List.of(arguments));
    Resil.Result result = Resil.with(all.toArray(String[]::new)).in(folder).run();
    return new Reported(
        result, SCHEMA.check(Files.readString(folder.resolve("report.json")).strip()));
  }

  @Test
  void shouldReportALateSuccess() throws IOException {
    JsonNode report = run("-n", "4", "-c", "exit $((3 - RESIL_ATTEMPT))").report();
    assertThat(report.get("result").asString()).isEqualTo("success");
    assertThat(report.get("exit_code").asInt()).isZero();
    assertThat(report.get("attempt_count").asInt()).isEqualTo(3);
    assertThat(report.get("attempts").findValuesAsString("outcome"))
        .containsExactly("exit:2", "exit:1", "exit:0");
    assertThat(report.get("attempts").get(0).get("delay").asDouble()).isBetween(0.0009, 0.0011);
    assertThat(report.get("attempts").get(2).get("delay").isNull()).isTrue();
  }

  @Test
  void shouldReportTheSourceOfTheExitCode() throws IOException {
    JsonNode own = run("-n", "1", "-c", "exit 124").report();
    assertThat(own.get("exit_code").asInt()).isEqualTo(124);
    assertThat(own.get("exit_code_from").asString()).isEqualTo("command");
    JsonNode ours = run("-n", "1", "-t", "50ms", "--", "sleep", "9").report();
    assertThat(ours.get("exit_code").asInt()).isEqualTo(124);
    assertThat(ours.get("exit_code_from").asString()).isEqualTo("resil");
  }

  @Test
  void shouldReportWhyACommandCouldNotBeStarted() throws IOException {
    JsonNode report = run("no-such-command").report();
    assertThat(report.get("reason").asString()).isEqualTo("not_retried");
    assertThat(report.get("attempts").get(0).get("error").asString())
        .isEqualTo("No such file or directory");
  }

  @Test
  void shouldReportArgumentsOnlyIfAsked() throws IOException {
    String secret = "s3cr3t-token";
    run("-n", "1", "-q", "true", "--password", secret);
    assertThat(Files.readString(folder.resolve("report.json"))).doesNotContain(secret);
    JsonNode report = run("--report-args", "-n", "1", "true", "--password", secret).report();
    assertThat(report.get("arguments").get(1).asString()).isEqualTo(secret);
  }

  @Test
  void shouldNameTheSeedThatRepeatsTheDelays() throws IOException {
    JsonNode report = run("-n", "4", "-q", "false").report();
    Resil.Result plan =
        Resil.run(
            "plan",
            "--json",
            "-n",
            "4",
            "-b",
            "1ms",
            "--seed",
            report.get("policy").get("seed").asString());
    JsonNode planned = JsonSchemas.named("plan.schema.json").check(plan.out());
    for (int i = 0; i < 3; i++) {
      assertThat(report.get("attempts").get(i).get("delay").asDouble())
          .isEqualTo(planned.get("attempts").get(i + 1).get("delay").asDouble());
    }
  }

  @Test
  void shouldWriteToStderrForADash() {
    Resil.Result result = Resil.run("run", "-q", "-n", "1", "--report", "-", "false");
    assertThat(result.errLines()).hasSize(1);
    assertThat(SCHEMA.check(result.err()).get("exit_code").asInt()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void shouldKeepTheExitCodeIfTheReportCannotBeWritten() throws IOException {
    Files.createDirectory(folder.resolve("gone"));
    Resil.Result result =
        Resil.with("run", "-n", "1", "--report", "gone/report.json", "-c", "rmdir gone; exit 6")
            .in(folder)
            .run();
    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.err()).contains("resil: --report gone/report.json: not written: ");
  }

  @Test
  void shouldReplaceAnOldReportWhole() throws IOException {
    Files.writeString(folder.resolve("report.json"), "x".repeat(100_000));
    run("-n", "1", "true");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("report.json"));
    }
  }

  @Test
  void shouldAddToAStandardStreamThatIsAFile() throws IOException {
    Resil.Result result = Resil.run("run", "-q", "--report", "/dev/stdout", "echo", "own");
    assertThat(result.out()).startsWith("own\n{");
    assertThat(SCHEMA.check(result.out().substring(4)).get("result").asString())
        .isEqualTo("success");
  }

  @Test
  void shouldLogEveryEventForABugReport() {
    Resil.Result result =
        Resil.with("run", "-q", "-n", "1", "sh", "-c", "echo $RESIL_LOG")
            .variable("RESIL_LOG", "debug")
            .run();
    assertThat(result.out()).isEqualTo("debug\n");
    assertThat(result.err())
        .contains("DEBUG resil - {")
        .contains("\"event\":\"process_started\"")
        .contains("\"event\":\"run_ended\"");
    Resil.Result wrong = Resil.with("run", "true").variable("RESIL_LOG", "loud").run();
    assertThat(wrong.exitCode()).isEqualTo(125);
    assertThat(wrong.err()).startsWith("resil: RESIL_LOG loud: must be 'debug'");
  }
}
