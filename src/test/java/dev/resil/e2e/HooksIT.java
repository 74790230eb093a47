package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code --on-retry} and the other hooks: lines run at events. */
@Execution(ExecutionMode.CONCURRENT)
class HooksIT {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("event.schema.json");

  @TempDir Path folder;

  /** With messages about hooks; {@code -q} hides them, as all but the end of a failed run. */
  private Resil loud(String... arguments) {
    return Resil.with("run", "-b", "1ms", "--jitter", "none")
        .append(arguments)
        .in(folder)
        .variable("XDG_STATE_HOME", folder.toString());
  }

  private Resil run(String... arguments) {
    return Resil.with("run", "-q", "-b", "1ms", "--jitter", "none")
        .append(arguments)
        .in(folder)
        .variable("XDG_STATE_HOME", folder.toString());
  }

  @Test
  void shouldCallBackOnRetryWithTheAttemptAndItsOutcome() {
    Resil.Result result =
        run(
                "--on-retry",
                "echo \"$RESIL_EVENT $RESIL_EVENT_COMMAND $RESIL_EVENT_ATTEMPT $RESIL_EVENT_OUTCOME"
                    + " $RESIL_EVENT_DELAY\"",
                "-c",
                "echo out; exit 7")
            .run();

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.out()).isEqualTo("out\nout\nout\n");
    assertThat(result.err()).isEqualTo("retry sh 1 exit:7 0.001\nretry sh 2 exit:7 0.002\n");
  }

  @Test
  void shouldGiveTheEventAsJsonOnStdin() throws Exception {
    run("-n", "2", "--on-retry", "cat >retry", "--on-failure", "cat >failure", "false").run();

    JsonNode retry = SCHEMA.check(Files.readString(folder.resolve("retry")).strip());
    assertThat(retry.get("event").asString()).isEqualTo("retrying");
    JsonNode failure = SCHEMA.check(Files.readString(folder.resolve("failure")).strip());
    assertThat(failure.get("result").asString()).isEqualTo("failure");
    assertThat(failure.get("run_id")).isEqualTo(retry.get("run_id"));
  }

  @Test
  void shouldDistinguishSuccessAndFailure() {
    String[] hooks = {
      "--on-success",
      "echo good $RESIL_EVENT_EXIT_CODE",
      "--on-failure",
      "echo bad $RESIL_EVENT_REASON"
    };
    assertThat(run(hooks).append("true").run().err()).isEqualTo("good 0\n");
    assertThat(run(hooks).append("-n", "1", "false").run().err())
        .isEqualTo("bad attempts_exhausted\n");
  }

  @Test
  void shouldReportAChangeOfABreaker() {
    Resil.Result result =
        run(
                "-n",
                "1",
                "--breaker",
                "b",
                "--failure-threshold",
                "1",
                "--on-state-change",
                "echo $RESIL_EVENT_BREAKER: $RESIL_EVENT_BEFORE to $RESIL_EVENT_AFTER",
                "--on-failure",
                "echo $RESIL_EVENT_REASON",
                "false")
            .run();

    assertThat(result.err()).isEqualTo("b: CLOSED to OPEN\nattempts_exhausted\n");
    assertThat(
            run(
                    "--breaker",
                    "b",
                    "--on-failure",
                    "echo $RESIL_EVENT_REASON $RESIL_EVENT_BREAKER",
                    "true")
                .run()
                .err())
        .isEqualTo("rejected b\n");
  }

  @Test
  void shouldReportAFailedHookAndContinue() {
    Resil.Result result =
        Resil.run(
            "run",
            "-b",
            "1ms",
            "-n",
            "2",
            "--on-retry",
            "exit 3",
            "-c",
            "exit $((2-RESIL_ATTEMPT))");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("resil: --on-retry: failed with exit code 3\n");
  }

  @Test
  void shouldFinishAHookBeforeTheNextAttemptAndCountItsTimeAsDelay() throws Exception {
    // with each further try, the machine's own delay matters less
    long hook = 400;
    long beyond;
    do {
      Files.deleteIfExists(folder.resolve("order"));
      beyond = millisOfARunWithAHook(hook) - hook * 3 / 2;
      assertThat(Files.readAllLines(folder.resolve("order")))
          .containsExactly("attempt", "hook", "attempt");
      assertThat(beyond).isNotNegative();
      hook *= 4;
    } while (beyond >= hook / 4 && hook < 60_000);
    assertThat(beyond).as("the hook's time, once more").isLessThan(hook / 4);
  }

  /** Two attempts, a hook between them, and a delay one and a half times as long as the hook. */
  private long millisOfARunWithAHook(long hook) {
    long begin = System.nanoTime();
    Resil.with("run", "-n", "2", "--delays", hook * 3 / 2 + "ms", "-j", "none")
        .append("--on-retry", "sleep " + hook / 1000.0 + "; echo hook >>order")
        .append("-c", "echo attempt >>order; exit 1")
        .in(folder)
        .run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  @Test
  void shouldKillASlowHookWithAllItsProcesses() throws Exception {
    Resil.Result result =
        Resil.with(
                "run",
                "-n",
                "1",
                "--on-failure",
                "trap '' TERM; setsid sh -c 'echo $$ >orphan; exec sleep 300' & sleep 300",
                "false")
            .in(folder)
            .run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).endsWith("resil: --on-failure: killed after running for 10s\n");
    long orphan = Long.parseLong(Files.readString(folder.resolve("orphan")).strip());
    assertThat(ProcessHandle.of(orphan)).isEmpty();
  }

  @Test
  void shouldEndAHookWithTheRunWhenASignalArrives() throws Exception {
    Resil resil =
        run(
            "-n",
            "2",
            "--on-retry",
            "echo $$ >hook.new; mv hook.new hook; sleep 300 & wait",
            "false");
    Process process = resil.start();
    Path hook = folder.resolve("hook");
    while (!Files.exists(hook)) {
      Thread.onSpinWait();
    }
    process.destroy(); // TERM

    assertThat(resil.await(process).exitCode()).isEqualTo(128 + 15);
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(hook).strip()))).isEmpty();
  }

  @Test
  void shouldSetVariablesForTheAttemptsThatFollow() {
    Resil.Result result =
        run(
                "--on-start",
                "echo MIRROR=first >>$RESIL_ENV; echo KEPT='a = \"b\" ' >>$RESIL_ENV",
                "--on-retry",
                "echo MIRROR=after-$MIRROR-$RESIL_EVENT_ATTEMPT >>\"$RESIL_ENV\"",
                "-c",
                "echo $MIRROR \"[$KEPT]${RESIL_ENV-none}\"; exit 1")
            .variable("MIRROR", "inherited")
            .run();

    assertThat(result.out())
        .isEqualTo(
            """
            first [a = "b" ]none
            after-first-1 [a = "b" ]none
            after-after-first-1-2 [a = "b" ]none
            """);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void shouldSetAValueOfSeveralLinesAndOneThatIsNotText() throws Exception {
    String octets = "printf 'BYTES=\\377\\376\\nLINES<<END OF IT\\none\\n\\n two=2\\nEND OF IT\\n'";
    run("--on-start", octets + " >$RESIL_ENV", "-c", "printf '%s|%s' \"$BYTES\" \"$LINES\" >seen")
        .run();

    assertThat(Files.readString(folder.resolve("seen"), StandardCharsets.ISO_8859_1))
        .isEqualTo("\u00ff\u00fe|one\n\n two=2");
  }

  @Test
  void shouldFindTheCommandInThePathThatAHookSets() throws Exception {
    Path tool = Files.createDirectory(folder.resolve("bin")).resolve("tool");
    Files.writeString(tool, "echo $0");
    tool.toFile().setExecutable(true);

    Resil.Result result =
        run("--on-start", "echo \"PATH=$PWD/bin:$PATH\" >$RESIL_ENV", "tool").run();

    assertThat(result.out()).isEqualTo(folder.toRealPath().resolve("bin/tool") + "\n");
    assertThat(run("--on-start", "echo PATH=/nowhere >$RESIL_ENV", "true").run().exitCode())
        .isEqualTo(127);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "echo TOKEN | line 1 is not NAME=value",
        "echo A=1; echo; echo 2TOKEN=x | line 3 does not begin with a name of letters, digits and"
            + " '_'",
        "echo =TOKEN | line 1 does not begin with a name of letters, digits and '_'",
        "echo RESIL_ATTEMPT=9 | line 1 sets RESIL_ATTEMPT; names with RESIL_ are resil's own",
        "echo 'A<<TOKEN'; echo | line 1 has a value whose delimiter does not follow",
        "echo 'A<<' | line 1 has no delimiter after '<<'",
        "printf 'A=x\\000TOKEN' | line 1 has a value with a NUL character, which no variable can"
            + " hold"
      })
  void shouldTakeNothingFromAWrongFile(String lines, String reason) {
    Resil.Result result =
        loud("--on-start", "{ " + lines + "; } >$RESIL_ENV").append("-c", "echo ${A-unset}").run();

    assertThat(result.out()).isEqualTo("unset\n");
    assertThat(result.err())
        .isEqualTo("resil: --on-start: RESIL_ENV, " + reason + "; no variable was set\n");
  }

  @Test
  void shouldTakeNothingFromAHookThatFailed() {
    Resil.Result result =
        loud("--on-start", "echo A=half >$RESIL_ENV; exit 4", "-c", "echo ${A-unset}").run();

    assertThat(result.out()).isEqualTo("unset\n");
    assertThat(result.err()).isEqualTo("resil: --on-start: failed with exit code 4\n");
  }

  @Test
  void shouldTakeNoMoreThanAnEnvironmentHolds() {
    Resil.Result result =
        loud(
                "--on-start",
                "{ echo A=1; head -c 70000 /dev/zero | tr '\\0' x; } >$RESIL_ENV",
                "-c",
                "echo ${A-unset}")
            .run();

    assertThat(result.out()).isEqualTo("unset\n");
    assertThat(result.err()).startsWith("resil: --on-start: RESIL_ENV: ");
  }

  @Test
  void shouldKeepTheFileOfVariablesPrivateAndForOneHook() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Resil.Result result =
        loud(
                "-n",
                "2",
                "--on-start",
                "stat -c '%a %s' $RESIL_ENV; echo A=secret >$RESIL_ENV",
                "--on-retry",
                "stat -c '%a %s' $RESIL_ENV; rm $RESIL_ENV; mkfifo $RESIL_ENV",
                "false")
            .variable("TMPDIR", temporary.toString())
            .run();

    assertThat(result.err())
        .startsWith("600 0\n")
        .contains("\n600 0\nresil: --on-retry: RESIL_ENV: ")
        .doesNotContain("secret");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void shouldRunTheHookEvenIfNoFileCanBeCreated() {
    Resil.Result result =
        loud("--on-start", "echo ${RESIL_ENV-none}", "true")
            .variable("TMPDIR", folder.resolve("missing").toString())
            .run();

    assertThat(result.err())
        .isEqualTo(
            "resil: --on-start: RESIL_ENV: cannot create a file in "
                + folder.resolve("missing")
                + ": No such file or directory\nnone\n");
  }

  @Test
  void shouldStartNothingIfTheHookBeforeItIsStopped() throws Exception {
    Resil resil =
        run("--on-start", "echo $$ >hook.new; mv hook.new hook; sleep 300 & wait", "touch", "ran");
    Process process = resil.start();
    while (!Files.exists(folder.resolve("hook"))) {
      Thread.onSpinWait();
    }
    process.destroy(); // TERM

    assertThat(resil.await(process).exitCode()).isEqualTo(128 + 15);
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void shouldStartNothingIfTheTimeIsOverAfterTheHook() {
    Resil.Result result = loud("-T", "300ms", "--on-start", "sleep 300", "touch", "ran").run();

    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err()).startsWith("resil: --on-start: killed after running for ");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void shouldRunTheFirstHookOnceAndOnlyIfTheBreakerPermitsAnAttempt() {
    String[] guarded = {"--breaker", "b", "--failure-threshold", "2", "-n", "2"};
    Resil failing = run(guarded).append("--on-start", "echo start $RESIL_EVENT", "false");

    assertThat(failing.run().err()).isEqualTo("start start\n");
    assertThat(run(guarded).append("--on-start", "echo start", "false").run().err())
        .doesNotContain("start");
  }

  @Test
  void shouldGiveUpTheProbeOfAStoppedHook() throws Exception {
    String[] guarded = {"--breaker", "b", "--failure-threshold", "1", "--recovery-timeout", "1ms"};
    run(guarded).append("-n", "1", "false").run();
    Resil resil =
        run(guarded)
            .append("--on-start", "echo $$ >hook.new; mv hook.new hook; sleep 300 & wait", "true");
    Process process = resil.start();
    while (!Files.exists(folder.resolve("hook"))) {
      Thread.onSpinWait();
    }
    process.destroy(); // TERM

    assertThat(resil.await(process).exitCode()).isEqualTo(128 + 15);
    assertThat(run(guarded).append("true").run().exitCode()).isZero();
  }

  /** A nested resil is configured only by its own caller, whatever variables resil sets. */
  @Test
  void shouldSetNoVariableThatResilReadsAsAnOption() throws Exception {
    String look =
        "{ \"$RESIL\" config show --json; \"$RESIL\" config show http --json; "
            + "\"$RESIL\" config check; env | grep ^RESIL_; } >>seen";
    run(
            "-n",
            "2",
            "--breaker",
            "b",
            "--failure-threshold",
            "2",
            "--annotations",
            "github",
            "--on-start",
            look,
            "--on-retry",
            look,
            "--on-state-change",
            look,
            "--on-failure",
            look,
            "--fallback",
            look + "; false",
            "-c",
            look + "; exit 1")
        .variable("RESIL", Resil.program())
        .run();

    String seen = Files.readString(folder.resolve("seen"));
    assertThat(seen).doesNotContain("\"environment\"", "matches no option");
    assertThat(seen.lines().filter(line -> line.startsWith("{"))).isNotEmpty();
    assertThat(seen)
        .contains(
            "RESIL_ATTEMPT=",
            "RESIL_LAST_OUTCOME=",
            "RESIL_CI_GROUP=",
            "RESIL_ENV=",
            "RESIL_EVENT=fallback",
            "RESIL_EVENT_DELAY=",
            "RESIL_EVENT_BEFORE=",
            "RESIL_EVENT_REASON=");
  }

  @Test
  void shouldRefuseAnEmptyLineAndOneThatNeedsABreaker() {
    assertThat(Resil.run("run", "--on-retry", " ", "true").err())
        .isEqualTo(
            "resil: --on-retry ' ': is empty; give a command line for sh, or remove the"
                + " option\n");
    assertThat(Resil.run("run", "--on-state-change", "x", "true").err())
        .isEqualTo("resil: --on-state-change: requires --breaker NAME\n");
  }
}
