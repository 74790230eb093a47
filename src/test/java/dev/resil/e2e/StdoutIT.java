package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time at which output is written, and patterns in it. */
class StdoutIT {
  private static final String COUNTING =
      " -- sh -c 'echo out $RESIL_ATTEMPT; echo err $RESIL_ATTEMPT >&2; exit $((3 -"
          + " RESIL_ATTEMPT))'";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell = new Shell(folder);
  }

  @Test
  void shouldShowEveryAttemptsOutputLive() {
    Shell.Result result = shell.run("resil run -q -b 0" + COUNTING);
    assertThat(result.out()).isEqualTo("out 1\nout 2\nout 3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"final", "success"})
  void shouldWriteOnlyAcceptedOutputToStdoutAndTheRestToStderr(String mode) {
    Shell.Result result = shell.run("resil run -q -b 0 --stdout " + mode + COUNTING);
    assertThat(result)
        .isEqualTo(new Shell.Result(0, "out 3\n", "err 1\nout 1\nerr 2\nout 2\nerr 3\n"));
  }

  @Test
  void shouldShowAFailedLastAttemptOnlyWithFinal() {
    Shell.Result last = shell.run("resil run -q -b 0 -n 2 --stdout final" + COUNTING);
    assertThat(last).isEqualTo(new Shell.Result(1, "out 2\n", "err 1\nout 1\nerr 2\n"));
    Shell.Result success = shell.run("resil run -q -b 0 -n 2 --stdout success" + COUNTING);
    assertThat(success).isEqualTo(new Shell.Result(1, "", "err 1\nout 1\nerr 2\nout 2\n"));
  }

  @Test
  void shouldDiscardRejectedOutputIfAsked() {
    Shell.Result result =
        shell.run("resil run -q -b 0 -n 2 --stdout success --discard-failed" + COUNTING);
    assertThat(result).isEqualTo(new Shell.Result(1, "", "err 1\nerr 2\n"));
    assertThat(shell.run("resil run --discard-failed -- touch ran").err())
        .contains("--discard-failed")
        .contains("--stdout final");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--stdout final",
        "--success-on 0,stdout~x",
        "--stdout success",
        "--idle-timeout 1h",
        "--idle-timeout 1h --stdout final"
      })
  void shouldPassOnAnyBytesUnchanged(String options) throws Exception {
    byte[] bytes = new byte[20_000_000]; // beyond the limit of memory
    new Random(5).nextBytes(bytes);
    Files.write(folder.resolve("bytes"), bytes);
    Shell.Result result = shell.run("resil run -q " + options + " -- cat bytes > copy");
    assertThat(result.exitCode()).isZero();
    assertThat(Files.mismatch(folder.resolve("bytes"), folder.resolve("copy"))).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--stdout final",
        "--stdout success",
        "--retry-on stdout~x",
        "--idle-timeout 1h"
      })
  void shouldEndAsTheCommandWouldIfItsOutputHasNoReader(String options) {
    Shell.Result result =
        shell.run(
            "resil run -b 0 "
                + options
                + " -- seq 1 3000000 | head -n 1 > first; echo ${PIPESTATUS[0]}; cat first");
    assertThat(result.out()).isEqualTo("141\n1\n");
    assertThat(result.err()).isEqualTo("resil: stopped by SIGPIPE (attempt 1 of 3)\n");
  }

  private static final String BOTH =
      " -- sh -c 'echo out $RESIL_ATTEMPT; echo err $RESIL_ATTEMPT >&2; echo end; exit $((3 -"
          + " RESIL_ATTEMPT))'";

  /** Three attempts succeed, two fail. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--stderr live | 3 | out 1,end,out 2,end,out 3,end | err 1,err 2,err 3",
        "--stderr final | 3 | out 1,end,out 2,end,out 3,end | err 3",
        "--stderr final | 2 | out 1,end,out 2,end | err 2",
        "--stderr failure | 3 | out 1,end,out 2,end,out 3,end | \"\"",
        "--stderr failure | 2 | out 1,end,out 2,end | err 2",
        "--stdout failure | 3 | \"\" | err 1,err 2,err 3",
        "--stdout failure | 2 | out 2,end | err 1,err 2",
        "--stdout final --stderr final | 3 | out 3,end | err 3",
        "--stdout final --stderr failure | 3 | out 3,end | \"\"",
        "--stdout final --stderr failure | 2 | out 2,end | err 2",
        "--stdout success --stderr final | 3 | out 3,end | err 3",
        "--stdout success --stderr final | 2 | \"\" | out 2,end,err 2",
        "--stdout success --stderr failure --discard-failed | 2 | \"\" | err 2",
        "--stdout failure --stderr failure | 3 | \"\" | \"\"",
        "--stdout failure --stderr failure | 2 | out 2,end | err 2",
        "--stdout failure --stderr final | 3 | \"\" | err 3",
        "--stdout failure --stderr failure --fallback true | 2 | \"\" | \"\"",
        "--stdout failure --stderr failure --fallback false | 2 | \"\" | out 2,end,err 2",
        "--stdout final --stderr final --fallback 'echo F' | 2 | F | out 2,end,err 2",
      })
  void shouldWriteBothStreamsWhenTheirModesSay(
      String options, int attempts, String out, String err) {
    Shell.Result result = shell.run("resil run -q -b 0 -n " + attempts + " " + options + BOTH);
    assertThat(result.out().lines()).containsExactlyElementsOf(lines(out));
    assertThat(result.err().lines().filter(line -> !line.startsWith("resil: ")))
        .containsExactlyElementsOf(lines(err));
  }

  private static List<String> lines(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }

  /** As {@code chronic} of moreutils, which prints the streams one after the other. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--stdout failure --stderr failure",
        "--stdout final --stderr final",
        "--stdout failure --stderr failure --retry-on any,output~x",
        "--stdout failure --pty"
      })
  void shouldKeepTheOrderOfBothStreamsIfOneSinkTakesThem(String options) {
    Shell.Result result = shell.run("resil run -q -b 0 -n 2 " + options + BOTH + " 2>&1; echo $?");
    assertThat(result).isEqualTo(new Shell.Result(0, "out 2\nerr 2\nend\n1\n", ""));
  }

  @Test
  void shouldShowTheOutputOfAnAttemptThatTheUserStops() {
    Shell.Result result =
        shell.run(
            "resil run -q --stdout failure --stderr failure --"
                + " sh -c 'echo out; echo err >&2; kill -TERM $PPID; sleep 1000' 2>&1");
    assertThat(result).isEqualTo(new Shell.Result(143, "out\nerr\n", ""));
  }

  @Test
  void shouldNameTheFolderIfOutputCannotBeKeptAndLoseNothing() {
    Shell.Result result =
        shell.run("TMPDIR=/nonexistent resil run --stdout final -- sh -c 'seq 1 3000000; sleep 9'");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("1\n2\n3\n")
        .contains("cannot keep its output in /nonexistent");
    String kept = result.err().substring(0, result.err().indexOf("resil:"));
    assertThat(kept.length()).isGreaterThanOrEqualTo(8 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seq 1 3000000", "yes 0123456789", "head -c 40000000 /dev/zero"})
  void shouldNameTheFullFolderIfOutputCannotBeKeptAndLoseNothing(String command) {
    Shell.needMounts();
    Shell.Result result =
        shell.run(
            Shell.onSmallDisk("12m", "TMPDIR=small \"$RESIL\" run --stdout final -- " + command));
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    int end = result.err().indexOf("resil:");
    assertThat(result.err().substring(end))
        .isEqualTo(
            "resil: "
                + command.split(" ", -1)[0]
                + " was abandoned: cannot keep its output in small: No space left on device; its"
                + " output is on stderr (attempt 1 of 3); not retried\n");
    assertThat(end).isGreaterThan(12 << 20);
    String kept = result.err().substring(0, end);
    String whole = shell.run(command + " | head -c " + end).out();
    assertThat(kept.equals(whole)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head -c 20000000 bytes | resil run --stdin replay --stdout final -- cat | cat > copy",
        "head -c 20000000 bytes | resil run --stdout final -- cat >> copy",
        "head -c 20000000 bytes | resil run --stdout success --stdin replay -- sh -c 'cat; exit"
            + " $((2 - RESIL_ATTEMPT))' 2>/dev/null | { sleep 0.2; cat; } > copy",
        "resil run --pty --stdout final -- cat bytes | cat > copy",
      })
  void shouldPassOnAnyBytesUnchangedBetweenPipes(String script) throws Exception {
    byte[] bytes = new byte[20_000_000];
    new Random(6).nextBytes(bytes);
    Files.write(folder.resolve("bytes"), bytes);
    Shell.Result result = shell.run("set -o pipefail; " + script);
    assertThat(result.exitCode()).isZero();
    assertThat(Files.mismatch(folder.resolve("bytes"), folder.resolve("copy"))).isEqualTo(-1);
  }

  @Test
  void shouldSayThatOutputCannotBeWritten() {
    assertThat(Path.of("/dev/full")).exists();
    Shell.Result result = shell.run("resil run --stdout final -- echo x > /dev/full");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).contains("cannot write the output: No space left on device");
  }

  @Test
  void shouldNotWaitLongForABackgroundProcessThatHoldsThePipe() {
    Shell.Result result =
        shell.run(
            "resil run --stdout final -- sh -c 'sleep 10000 & echo $! >pid; echo x'; kill $(cat"
                + " pid)");
    assertThat(result).isEqualTo(new Shell.Result(0, "x\n", ""));
  }

  @Test
  void shouldStillPassOnABackgroundProcessesOutput() {
    // the first attempt's background process writes during the second attempt
    Shell.Result result =
        shell.run(
            "mkfifo go; resil run -q -b 0 -n 2 --success-on stdout~never -- sh -c 'if ["
                + " $RESIL_ATTEMPT = 1 ]; then (cat go; echo background) & else echo >go; sleep"
                + " 0.3; echo second; fi'");
    assertThat(result.out()).isEqualTo("\nbackground\nsecond\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--success-on 'stdout~^out 2$'",
        "--success-on 'stderr~err [23]'",
        "--success-on 'output~2$'",
        "--retry-on 'stdout~out 1'",
        "--no-retry-on 'stderr~2'",
        "--no-retry-on '7,output~r 2'",
      })
  void shouldJudgeByOutput(String options) {
    Shell.Result result = shell.run("resil run -q -b 0 " + options + COUNTING);
    assertThat(result.out()).isEqualTo("out 1\nout 2\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("err 1\nerr 2\n");
  }

  @Test
  void shouldNotExitWithZeroForAFailure() {
    Shell.Result result = shell.run("resil run -q -b 0 --success-on stdout~ready -- echo waiting");
    assertThat(result).isEqualTo(new Shell.Result(1, "waiting\n".repeat(3), ""));
  }

  @Test
  void shouldPassOnSearchedOutputAtOnce() {
    Shell.Result result =
        shell.run(
            "mkfifo answer; resil run -q --success-on stdout~never -n 1 -- "
                + "sh -c 'printf question; read x <answer; echo \" $x\"' | "
                + "{ head -c 8; echo thanks > answer; cat; }");
    assertThat(result.out()).isEqualTo("question thanks\n");
  }

  @Test
  void shouldSearchBytesThatAreNotUtf8() {
    String bytes = new String(new byte[] {'a', (byte) 0xff, 'b'}, StandardCharsets.ISO_8859_1);
    Shell.Result result = shell.run("resil run -q --success-on 'stdout~^a.b$' -- printf 'a\\377b'");
    assertThat(result).isEqualTo(new Shell.Result(0, bytes, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--stdout final", "--success-on output~x"})
  void shouldLetNoDescriptorOfItsOwnReachTheCommand(String options) {
    String script = "CMD sh -c 'test $RESIL_ATTEMPT = 1 && exit 1; ls /proc/$$/fd; echo x' | cat";
    Shell.Result without = shell.run(script.replace("CMD", ""));
    Shell.Result with = shell.run(script.replace("CMD", "resil run -q -b 0 " + options + " --"));
    assertThat(with.out()).isEqualTo(without.out());
  }

  /** A command that only shows something must report that it could not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "--help",
        "help run",
        "run --help",
        "plan",
        "plan --json",
        "plan --chart",
        "breaker list --json",
        "breaker status --json",
        "breaker list --watch"
      })
  void shouldReportThatOutputCouldNotBeWritten(String arguments) {
    Shell.Result full = shell.run("RESIL_STATE=$PWD/none resil " + arguments + " >/dev/full");
    assertThat(full.err()).isEqualTo("resil: cannot write to stdout: No space left on device\n");
    assertThat(full.exitCode()).isEqualTo(125);
  }

  @Test
  void shouldSayThatStdoutIsClosed() {
    Shell.Result closed = shell.run("resil plan >&-");
    assertThat(closed.err()).isEqualTo("resil: cannot write to stdout: Bad file descriptor\n");
    assertThat(closed.exitCode()).isEqualTo(125);
  }

  @Test
  void shouldEndSilentlyIfItsOutputHasNoReader() {
    Shell.Result unread =
        shell.run("exec 3> >(:); wait $!; resil plan --rows 9 >&3; echo $? >code");
    assertThat(unread.err()).isEmpty();
    assertThat(folder.resolve("code")).hasContent("141");
  }
}
