package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code --preserve-status} and {@code --foreground}, beside {@code timeout(1)}. Each command ends
 * its own time by ALRM, once it is ready.
 */
class TimeoutStatusIT {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("report.schema.json");

  /** Waits until {@code timeout(1)} waits: before that, it takes the signal for itself. */
  private static final String ALRM =
      "until grep -q 'State:.S' /proc/$PPID/status; do :; done; kill -ALRM $PPID";

  private static final String LEAVING = "sleep 1000 & echo $! >left; ALRM; wait";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell = new Shell(folder);
  }

  /** Ends the process that a command was to leave running. */
  @AfterEach
  void endWhatIsLeft() throws IOException {
    if (Files.exists(folder.resolve("left"))) {
      left().ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private Optional<ProcessHandle> left() throws IOException {
    long pid = Long.parseLong(Files.readString(folder.resolve("left")).strip());
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  private int exitCode(String tool, String options, String command) {
    return shell.run(String.join(" ", tool, options, command)).exitCode();
  }

  private static String sh(String script) {
    return "sh -c "
        + Shell.quoted(
            script
                .replace("LOOP", "ALRM; while :; do sleep 0.01; done")
                .replace("ALRM;", ALRM + ";"));
  }

  /** The oracle is the program itself, so that no reading of its manual can be wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trap 'trap "" TERM; exit 0' TERM; LOOP   |                     | 0
          trap 'trap "" TERM; exit 7' TERM; LOOP   |                     | 7
          trap 'trap "" TERM; exit 124' TERM; LOOP |                     | 124
          trap 'trap "" INT; exit 9' INT; LOOP     | -s INT              | 9
          LOOP                                     |                     | 143
          LOOP                                     | -s USR1             | 138
          trap '' TERM; LOOP                       | -k 0.1              | 137
          trap 'echo again' TERM; LOOP             | -k 0.1              | 137
          trap '' TERM; ALRM; sleep 0.2; exit 5    |                     | 5
          kill -KILL $$                            |                     | 137
          exit 3                                   |                     | 3
          exit 0                                   |                     | 0
          LOOP                                     | --foreground        | 143
          trap 'exit 7' TERM; LOOP                 | --foreground        | 7
          trap '' TERM; LOOP                       | --foreground -k 0.1 | 137
          """)
  void shouldExitAsTimeoutDoesWithPreserveStatus(String script, String options, int code) {
    Needs.programs("timeout");
    String all = "--preserve-status " + (options == null ? "" : options);
    assertThat(exitCode("timeout", all + " 1h", sh(script))).as("timeout").isEqualTo(code);
    assertThat(exitCode("resil run -q -n 1 -t 1h", all, sh(script))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"no-such-command, 127", "/, 126"})
  void shouldExitAsTimeoutDoesIfNothingRan(String command, int code) {
    Needs.programs("timeout");
    assertThat(exitCode("timeout", "--preserve-status 1h", command)).isEqualTo(code);
    assertThat(exitCode("resil run -n 1 -t 1h", "--preserve-status", command)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --preserve-status                                              | 7   | command
          --preserve-status --success-on timeout                         | 7   | command
          --preserve-status -T 1h -n 2 -b 0                              | 7   | command
          --preserve-status --exit-code-on exhausted=9                   | 9   | resil
          --preserve-status --fallback 'exit 4'                          | 4   | fallback
          --success-on timeout                                           | 0   | resil
                                                                         | 124 | resil
          """)
  void shouldReportTheOriginOfTheExitCode(String options, int code, String from) throws Exception {
    String more = options == null ? "" : options;
    assertThat(exitCode("resil run -q -n 1 --report report", more, sh("trap 'exit 7' TERM; LOOP")))
        .isEqualTo(code);
    JsonNode report = SCHEMA.check(Files.readString(folder.resolve("report")).strip());
    assertThat(report.get("exit_code").asInt()).isEqualTo(code);
    assertThat(report.get("exit_code_from").asString()).isEqualTo(from);
    assertThat(report.at("/attempts/0/outcome").asString()).isEqualTo("timeout");
    assertThat(report.get("policy").has("preserve_status"))
        .isEqualTo(more.contains("--preserve-status"));
  }

  /** A signal's number is the shell's convention, not an exit code of the command. */
  @Test
  void shouldTellHooksAndLimitsOfTheRunAlike() throws Exception {
    Shell.Result result =
        EnoughTime.of(
            Duration.ofMillis(300),
            time ->
                shell.run(
                    "resil run -q --preserve-status --report report -T "
                        + time
                        + " --on-failure 'echo $RESIL_EVENT_REASON $RESIL_EVENT_EXIT_CODE'"
                        + " -- sleep 1000"),
            ended -> ended.exitCode() == 143);
    assertThat(result.err()).isEqualTo("time_limit 143\n");
    JsonNode report = SCHEMA.check(Files.readString(folder.resolve("report")).strip());
    assertThat(report.get("exit_code_from").asString()).isEqualTo("resil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout --foreground 1h", "resil run -n 1 --foreground"})
  void shouldLeaveTheCommandsChildrenRunningInTheForeground(String tool) throws Exception {
    Needs.programs("timeout");
    assertThat(exitCode(tool, "", sh(LEAVING))).isEqualTo(124);
    assertThat(left()).isPresent();
  }

  /** With a pipe that the process holds open, in a session of its own, and if KILL is needed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --stdout final      | sleep 1000 & echo $! >left; ALRM; wait               | 124
          --idle-timeout 1h   | setsid sleep 1000 & echo $! >left; ALRM; wait        | 124
          -k 0.1              | trap '' TERM; sleep 1000 & echo $! >left; LOOP                   | 124
          -s KILL             | sleep 1000 & echo $! >left; LOOP                                 | 124
          --preserve-status   | sleep 1000 & echo $! >left; LOOP                                 | 143
          -t 1h               | sleep 1000 & echo $! >left; kill -TERM $PPID; wait               | 143
          -n 2 -b 0           | if [ ! -e left ]; then sleep 1000 & echo $! >left; fi; LOOP      | 124
          """)
  void shouldSignalOnlyTheCommandInTheForeground(String options, String script, int code)
      throws Exception {
    Shell.Result result =
        shell.run("resil run -n 1 --foreground --report report " + options + " -- " + sh(script));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
    assertThat(left()).isPresent();
    assertThat(result.err()).doesNotContain("left running", "may still be running");
    JsonNode report = SCHEMA.check(Files.readString(folder.resolve("report")).strip());
    assertThat(report.at("/policy/foreground").asBoolean()).isTrue();
  }

  @Test
  void shouldEndTheWholeTreeWithoutForeground() throws Exception {
    assertThat(exitCode("resil run -n 1", "", sh(LEAVING))).isEqualTo(124);
    assertThat(left()).isEmpty();
  }
}
