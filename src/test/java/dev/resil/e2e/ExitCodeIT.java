package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code --exit-code-on}, and what {@code --quiet} still says. */
@Execution(ExecutionMode.CONCURRENT)
class ExitCodeIT extends HttpAttempts {
  private static final String CODES =
      "exhausted=11,not-retried=12,out-of-time=13,rejected=14,skipped=15,succeeded=16";

  private Resil resil(String... arguments) {
    return Resil.with(arguments)
        .append("--report", "report.json", "-b", "0", "--exit-code-on", CODES)
        .in(folder)
        .variable("RESIL_STATE", folder.resolve("state").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exit 7      | 11 | attempts_exhausted | -n 2
          exit 7      | 12 | not_retried        | --no-retry-on 7
          sleep 1000  | 13 | time_limit         | -T 200ms
          exit 0      | 16 | succeeded          | -n 1
          exit 7      | 3  | attempts_exhausted | -n 1 --fallback exit_3
          """)
  void shouldMapEndingsOfCommands(String script, int code, String reason, String options) {
    String[] words = options.split(" ", -1);
    Resil resil = resil("run");
    for (String word : words) {
      resil.append(word.equals("exit_3") ? "exit 3" : word);
    }
    Resil.Result result = resil.append("-c", script).run();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
    JsonNode report = report();
    assertThat(report.get("reason").asString()).isEqualTo(reason);
    assertThat(report.get("exit_code").asInt()).isEqualTo(code);
    assertThat(report.get("exit_code_from").asString()).isEqualTo(code == 3 ? "fallback" : "resil");
  }

  @Test
  void shouldMapEndingsOfRequestsAndRejections() {
    String[] guarded = {"--breaker", "b", "--failure-threshold", "1"};
    try (RecordingServer server = answering(status(503, "", ""))) {
      assertThat(resil("http", "-n", "1").append(guarded).append(server.url()).run().exitCode())
          .isEqualTo(11);
      assertThat(resil("http").append(guarded).append(server.url()).run().exitCode()).isEqualTo(14);
      assertThat(
              resil("http", "--when-open", "skip")
                  .append(guarded)
                  .append(server.url())
                  .run()
                  .exitCode())
          .isEqualTo(15);
    }
  }

  @Test
  void shouldTellHooksAndReadTheEnvironment() {
    Resil.Result result =
        Resil.with("run", "-q", "-n", "1", "--on-failure", "echo code $RESIL_EVENT_EXIT_CODE >&2")
            .append("false")
            .variable("RESIL_EXIT_CODE_ON", "attempts_exhausted=0")
            .run();
    assertThat(result.err()).isEqualTo("code 0\n");
    assertThat(result.exitCode()).isZero();
  }

  /** The run is a success to all but its caller, who reads why exactly once. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exit $((2 - RESIL_ATTEMPT)) |    |                        | 1
          exit $((2 - RESIL_ATTEMPT)) | -q |                        | 1
          exit $((2 - RESIL_ATTEMPT)) | -q | --stderr failure       | 1
          exit $((4 - RESIL_ATTEMPT)) |    | --success-on 2         | 1
          exit $((3 - RESIL_ATTEMPT)) |    | --success-on 1         | 1
          exit 0                      |    |                        | 16
          exit 7                      |    |                        | 11
          """)
  void shouldFailIfFlaky(String script, String quiet, String options, int code) {
    Resil resil =
        resil("run", "--fail-if-flaky", "--on-success", "echo $RESIL_EVENT_EXIT_CODE >success");
    for (String option : new String[] {quiet, options}) {
      if (option != null) {
        resil.append(option.split(" ", -1));
      }
    }
    Resil.Result result = resil.append("-c", script).run();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
    JsonNode report = report();
    boolean flaky = code == 1;
    assertThat(result.err().split("--fail-if-flaky", -1)).hasSize(flaky ? 2 : 1);
    assertThat(report.has("flaky")).isEqualTo(flaky);
    if (flaky) {
      assertThat(result.err())
          .endsWith("; exit code 1: --fail-if-flaky\n")
          .contains("resil: sh succeeded (attempt ");
      assertThat(report.get("result").asString()).isEqualTo("success");
      assertThat(report.get("exit_code").asInt()).isEqualTo(1);
      assertThat(report.get("exit_code_from").asString()).isEqualTo("resil");
      assertThat(folder.resolve("success")).hasContent("1\n");
    }
  }

  @Test
  void shouldFailAFlakyRequest() {
    try (RecordingServer server = answering(status(503, "", ""), status(200, "", "good"))) {
      Resil.Result result = resil("http", "--fail-if-flaky").append(server.url()).run();
      assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
      assertThat(result.out()).isEqualTo("good");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          exhausted                 | 'exhausted' has no exit code; use ENDING=N
          exhausted=256             | '256' is not an exit code, 0 to 255
          exhausted=-1              | '-1' is not an exit code, 0 to 255
          exhausted=                | '' is not an exit code, 0 to 255
          failed=1                  | 'failed' is not an ending of a run; use exhausted, budget-spent
          exhausted=1,exhausted=2   | 'exhausted' is there twice; remove one
          """)
  void shouldRejectWrongCodes(String value, String why) {
    for (String command : new String[] {"run", "http"}) {
      Resil.Result result = Resil.run(command, "--exit-code-on", value, "true");
      assertThat(result.exitCode()).isEqualTo(125);
      assertThat(result.err()).contains("--exit-code-on " + value + ": " + why);
    }
  }

  @Test
  void shouldSayWhyNothingRanEvenIfQuiet() {
    Resil.Result missing = Resil.run("run", "-q", "no-such-command-here");
    assertThat(missing.exitCode()).isEqualTo(127);
    assertThat(missing.errLines()).hasSize(1);
    assertThat(missing.err()).startsWith("resil: no-such-command-here was not found");
    Resil.Result folder = Resil.run("run", "-q", "/");
    assertThat(folder.exitCode()).isEqualTo(126);
    assertThat(folder.errLines()).hasSize(1);
    assertThat(folder.err()).startsWith("resil: / cannot be executed");
    Resil.Result answered = Resil.run("run", "-q", "--fallback", "true", "no-such-command-here");
    assertThat(answered.exitCode()).isZero();
    assertThat(answered.err()).isEmpty();
  }
}
