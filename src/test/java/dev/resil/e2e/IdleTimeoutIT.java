package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Attempts that print nothing for too long. */
class IdleTimeoutIT {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("report.schema.json");

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell = new Shell(folder);
  }

  private JsonNode report() throws IOException {
    return SCHEMA.check(Files.readString(folder.resolve("report")).strip());
  }

  /** As a build does that waits for a lock, or a test that waits for a browser. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "--stdout final", "--stdout success", "--pty", "--success-on stdout~x$"})
  void shouldEndABuildThatHangsSilentlyAfter200Lines(String options) throws Exception {
    String build = "seq 200; sleep 1000 & echo $! >hung; setsid sleep 1000 & wait";
    Shell.Result result =
        EnoughTime.of(
            Duration.ofSeconds(1),
            time -> {
              Files.deleteIfExists(folder.resolve("hung"));
              return shell.run(
                  "resil run -n 1 --report report --idle-timeout %s %s -- sh -c '%s'"
                      .formatted(time, options, build));
            },
            _ -> Files.exists(folder.resolve("hung")));
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.out() + result.err())
        .contains(
            IntStream.rangeClosed(1, 200).mapToObj(i -> i + "\n").collect(Collectors.joining()))
        .contains(" without output");
    assertThat(report().at("/attempts/0/outcome").asString()).isEqualTo("timeout:idle");
    assertThat(report().at("/exit_code").asInt()).isEqualTo(124);
    assertThat(report().at("/exit_code_from").asString()).isEqualTo("resil");
    assertThat(report().at("/policy/idle_timeout").asDouble()).isGreaterThanOrEqualTo(1);
    String hung = Files.readString(folder.resolve("hung")).strip();
    assertThat(Path.of("/proc", hung)).doesNotExist();
  }

  /** Bytes count, not lines, on either stream; all together longer than the limit. */
  @ParameterizedTest
  @ValueSource(strings = {"printf .", "printf . >&2", "echo line"})
  void shouldNotEndACommandThatKeepsPrinting(String print) throws Exception {
    Shell.Result result =
        EnoughTime.of(
            Duration.ofSeconds(2),
            time -> {
              double pause = Double.parseDouble(time.replace("ms", "")) / 1000 / 4;
              return shell.run(
                  "resil run -q -n 1 --idle-timeout %s -- sh -c 'for i in 1 2 3 4 5 6; do %s; sleep %s; done'"
                      .formatted(time, print, pause));
            },
            ended -> ended.exitCode() == 0);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldSendTheSignalAndKillAfterTheGrace() {
    Shell.Result result =
        shell.run(
            "resil run -v -n 1 --idle-timeout 1s -s INT -k 300ms --"
                + " sh -c 'trap \"echo caught >&2\" INT; while :; do sleep 1000 & wait; done'");
    assertThat(result.exitCode()).isEqualTo(124);
  }

  @Test
  void shouldRetryOnlyTheKindOfTimeoutThatIsListed() {
    String run = "resil run -q -b 0 -n 2 --idle-timeout 1s --retry-on %s -- sh -c '%s'";
    String command = "echo $RESIL_LAST_OUTCOME >>lasts; sleep 1000";
    assertThat(shell.run(run.formatted("timeout:attempt", command)).exitCode()).isEqualTo(124);
    assertThat(folder.resolve("lasts")).hasContent("\n");
    assertThat(shell.run(run.formatted("timeout:idle", command)).exitCode()).isEqualTo(124);
    assertThat(folder.resolve("lasts")).hasContent("\n\ntimeout:idle\n");
  }

  @Test
  void shouldEndByTheShorterOfBothLimits() {
    assertThat(shell.run("resil run -n 1 -t 1s --idle-timeout 1h -- sleep 1000").err())
        .startsWith("resil: sleep timed out after 1")
        .doesNotContain("output");
    assertThat(shell.run("resil run -n 1 -t 1h --idle-timeout 1s -- sleep 1000").err())
        .startsWith("resil: sleep timed out after 1s without output");
  }

  /** The reader takes nothing for longer than the limit while the command waits for it. */
  @Test
  void shouldNotTakeASlowReaderForSilence() {
    Shell.Result result =
        shell.run(
            "resil run -q -n 1 --idle-timeout 1s -- head -c 3000000 /dev/zero"
                + " | { sleep 3; wc -c; }; echo ${PIPESTATUS[0]}");
    assertThat(result.out()).isEqualTo("3000000\n0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--stdout final", "--pty"})
  void shouldEndWithItsReader(String options) {
    Shell.Result result =
        shell.run(
            "resil run -q --idle-timeout 1h %s -- sh -c 'yes | head -c 3000000' | head -n 1; echo ${PIPESTATUS[0]}"
                .formatted(options));
    assertThat(result.out()).isEqualTo("y\n141\n");
  }

  @Test
  void shouldKeepTheOrderOfBothStreamsIfOneFileTakesThem() {
    Shell.Result result =
        shell.run(
            "resil run -q --idle-timeout 1h --"
                + " sh -c 'for i in $(seq 300); do echo $i; echo $i >&2; done' 2>&1");
    assertThat(result.out())
        .isEqualTo(
            IntStream.rangeClosed(1, 300)
                .mapToObj(i -> i + "\n" + i + "\n")
                .collect(Collectors.joining()));
    assertThat(result.err()).isEmpty();
  }

  /** As with Ctrl-Z and {@code fg}. */
  @ParameterizedTest
  @ValueSource(strings = {"STOP", "TSTP"})
  void shouldNotCountTimeInWhichTheJobIsStopped(String signal) throws Exception {
    String command = "echo >begun; while [ ! -e go ]; do sleep 0.05; done; echo done";
    Shell.Result result =
        EnoughTime.of(
            Duration.ofSeconds(1),
            time -> {
              Files.deleteIfExists(folder.resolve("begun"));
              Files.deleteIfExists(folder.resolve("go"));
              double seconds = Double.parseDouble(time.replace("ms", "")) / 1000;
              return shell.run(
                  "set -m; resil run -q -n 1 --idle-timeout %s -- sh -c '%s' & while [ ! -e begun ]; do sleep 0.05; done; kill -%s -- -$!; sleep %s; touch go; kill -CONT -- -$!; fg >&2"
                      .formatted(time, command, signal, 2 * seconds));
            },
            ended -> ended.exitCode() == 0);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("done\n");
  }

  @Test
  void shouldLeaveTheStreamsAloneIfNotGiven() {
    String run = "resil run %s -- readlink /proc/self/fd/1 >seen; cat seen";
    assertThat(shell.run(run.formatted("-t 1h")).out()).endsWith("/seen\n");
    assertThat(shell.run(run.formatted("--idle-timeout 0")).out()).endsWith("/seen\n");
    assertThat(shell.run(run.formatted("--idle-timeout 1h")).out()).startsWith("pipe:");
  }
}
