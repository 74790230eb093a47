package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's input, and the input it leaves for others. */
class StdinIT {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void writeLines() throws IOException {
    shell = new Shell(folder);
    Files.writeString(folder.resolve("lines"), "a\nb\nc\nd\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "while read x; do echo $x; CMD; done < lines | sh -c 'cat; exit 0'",
        "while read x; do echo $x; CMD; done < lines | sh -c 'head -c 2; exit 0'",
        "while read x; do echo $x; CMD; done < lines | true",
        "{ CMD; cat; } < lines                       | sh -c 'read y; echo $y'",
        "cat lines > pipe; { CMD; cat; } < <(cat pipe) | sh -c 'read y; echo $y'",
        "while read x; do echo $x; CMD; done < <(cat lines) | sh -c 'cat; exit 0'",
        "while read x; do echo $x; CMD; done < <(cat lines) | true",
        "{ CMD; cat; } <&-                           | sh -c 'cat 2>/dev/null; exit 0'",
        "{ CMD; } < /dev/null                        | cat",
      })
  void shouldReadTheSameInputAsWithoutResil(String script, String command) {
    Shell.Result without = shell.run(script.replace("CMD", command));
    Shell.Result with = shell.run(script.replace("CMD", "resil run -- " + command));
    assertThat(with).isEqualTo(without);
  }

  /** The command fails after reading all or one line: the rest for the loop is the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file | -n 1 | cat; exit 1                 | 1",
        "pipe | -n 1 | cat; exit 1                 | 1",
        "file | -n 3 | cat; exit 1                 | 3",
        "pipe | -n 3 | cat; exit 1                 | 1",
        "file | -n 1 | read y; echo \"($y)\"; exit 1 | 1",
        "pipe | -n 1 | read y; echo \"($y)\"; exit 1 | 1",
        "file | -n 3 | read y; echo \"($y)\"; exit 1 | 3",
      })
  void shouldLeaveALoopsInputAsAShellAloneWould(
      String input, String options, String command, int times) {
    String loop =
        "while read x; do echo \"[$x]\"; CMD >out; e=$?; for i in TIMES; do cat out; done; echo $e;"
            + " done < "
            + (input.equals("file") ? "lines" : "<(cat lines)");
    String alone = "sh -c " + Shell.quoted(command);
    // a file is read by every attempt; from a pipe the second gets nothing
    Shell.Result without =
        shell.run(loop.replace("CMD", alone).replace("TIMES", "1 2 3".substring(0, times * 2 - 1)));
    Shell.Result with =
        shell.run(
            loop.replace("CMD", "resil run -q -b 0 " + options + " -- " + alone)
                .replace("TIMES", "1"));
    assertThat(with).isEqualTo(without);
  }

  /** Both in memory and in a file. */
  @Test
  void shouldReplayInputThatIsSlowerThanTheCommandAndACommandThatIsSlowerThanItsInput() {
    String producer = "{ seq 1 100; sleep 0.1; seq 1 1500000; sleep 0.1; seq 1 1500000; }";
    Shell.Result result =
        shell.run(
            producer
                + " | resil run -q -b 0 -n 2 --stdin replay -- sh -c 'head -c 100; sleep 0.1; head"
                + " -c 9000000 | md5sum; sleep 0.1; md5sum; exit 1'");
    String expected =
        shell.run(producer + " | sh -c 'head -c 100; head -c 9000000 | md5sum; md5sum'").out();
    assertThat(result.out()).isEqualTo(expected.repeat(2));
  }

  @Test
  void shouldGiveTheFirstAttemptAllInputIfTheFolderGetsFull() {
    Shell.needMounts();
    String check = "seq 1 3000000 | md5sum";
    Shell.Result result =
        shell.run(
            Shell.onSmallDisk(
                "12m",
                "seq 1 3000000 | TMPDIR=small \"$RESIL\" run -b 0 --stdin replay -- sh -c 'md5sum;"
                    + " exit 1'"));
    assertThat(result.out()).isEqualTo(shell.run(check).out());
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).contains("cannot keep the input in small: No space left on device");
  }

  @Test
  void shouldRewindTheFileForEachAttempt() {
    Shell.Result result =
        shell.run(
            "{ read x; resil run -q -b 0 -n 3 -- sh -c 'echo $RESIL_ATTEMPT; head -n 2; exit 1';"
                + " } < lines");
    assertThat(result.out()).isEqualTo("1\nb\nc\n2\nb\nc\n3\nb\nc\n");
  }

  @Test
  void shouldKeepTheOffsetOfTheLastAttempt() {
    String script = "{ read x; CMD; cat; } < lines";
    String command = "sh -c 'read y; test \"${RESIL_ATTEMPT:-2}\" = 2'";
    assertThat(shell.run(script.replace("CMD", "resil run -q -b 0 -- " + command)).out())
        .isEqualTo(shell.run(script.replace("CMD", command)).out())
        .isEqualTo("c\nd\n");
  }

  @Test
  void shouldNotRewindInheritedInput() {
    Shell.Result result =
        shell.run(
            "resil run -q -b 0 -n 2 --stdin inherit -- sh -c 'read y; echo $y; exit 1' < lines");
    assertThat(result.out()).isEqualTo("a\nb\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat lines |", "sleep 0 < lines; { sleep 0.05; cat lines; } |"})
  void shouldAnnounceOnceThatAPipeWasReadFrom(String producer) {
    Shell.Result result = shell.run(producer + " resil run -b 0 -n 3 -- sh -c 'cat; exit 1'");
    assertThat(result.out()).isEqualTo("a\nb\nc\nd\n");
    assertThat(result.err().lines().filter(line -> line.contains("--stdin replay"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat lines | resil run -b 0 -n 3 -- false",
        "resil run -b 0 -n 3 -- sh -c 'cat; exit 1' < lines",
        "resil run -b 0 -n 3 -- sh -c 'cat; exit 1' < /dev/null",
        "cat lines | resil run -b 0 -n 3 --stdin inherit -- sh -c 'cat; exit 1'",
        "cat lines | resil run -b 0 -n 3 --stdin replay -- sh -c 'cat; exit 1'",
        "cat lines | resil run -b 0 -n 1 -- sh -c 'cat; exit 1'",
        "mkfifo p; sleep 100 >p & resil run -b 0 -n 3 -- sh -c 'exit 1' <p; kill %1",
      })
  void shouldReportNothingIfEveryAttemptReadsTheSameInput(String script) {
    assertThat(shell.run(script).err()).contains("no attempts left").doesNotContain("--stdin");
  }

  @Test
  void shouldReplayAPipeToEachAttempt() {
    Shell.Result result =
        shell.run(
            "cat lines | resil run -q -b 0 --stdin replay -- sh -c 'read y; echo $y; cat; exit 1'");
    assertThat(result.out()).isEqualTo("a\nb\nc\nd\n".repeat(3));
  }

  @Test
  void shouldReplayTheSameBytesBeyondTheLimitOfMemory() {
    // 20 MB, beyond the limit of memory; the first attempt stops in the middle
    Shell.Result result =
        shell.run(
            "seq 1 2700000 | resil run -q -b 0 --stdin replay -- "
                + "sh -c 'if [ $RESIL_ATTEMPT = 1 ]; then head -c 9000000 | md5sum; exit 1; fi;"
                + " md5sum; exit 1'; seq 1 2700000 | head -c 9000000 | md5sum;"
                + " seq 1 2700000 | md5sum; seq 1 2700000 | md5sum");
    var lines = result.out().lines().toList();
    assertThat(lines.subList(0, 3)).isEqualTo(lines.subList(3, 6));
  }

  @Test
  void shouldStreamTheFirstAttemptBeforeTheEndOfInput() {
    // the producer continues only when the command has answered
    Shell.Result result =
        shell.run(
            "mkfifo answer; { echo question; read x < answer; echo $x; } |"
                + " resil run -q --stdin replay -- "
                + "sh -c 'read q; echo $q; echo thanks > answer; cat'");
    assertThat(result.out()).isEqualTo("question\nthanks\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "sh -c 'exec 0<&-; exit 0'", "head -c 1"})
  void shouldNotWaitForInputThatTheCommandDoesNotRead(String command) {
    assertThat(shell.run("yes | resil run --stdin replay -- " + command).exitCode()).isZero();
    assertThat(
            shell
                .run(
                    "mkfifo p; sleep 100 >p & resil run --stdin replay -- true <p; e=$?; kill %1;"
                        + " exit $e")
                .exitCode())
        .isZero();
  }

  @Test
  void shouldCloseStdinForTheCommandAtTheEndOfInput() {
    assertThat(shell.run(": | resil run --stdin replay -- wc -c").out().strip()).isEqualTo("0");
  }

  @Test
  void shouldReadNothingFromNull() {
    Shell.Result result =
        shell.run("{ resil run -q -n 2 -b 0 --stdin null -- sh -c 'cat; exit 1'; cat; } < lines");
    assertThat(result.out()).isEqualTo("a\nb\nc\nd\n");
  }

  @Test
  void shouldNameTheFolderIfInputCannotBeKept() {
    Shell.Result result =
        shell.run(
            "seq 1 2700000 | TMPDIR=/nonexistent resil run -b 0 --stdin replay --"
                + " sh -c 'md5sum; exit 1'; echo $?; seq 1 2700000 | md5sum; echo 125");
    var lines = result.out().lines().toList();
    assertThat(lines.subList(0, 2)).isEqualTo(lines.subList(2, 4));
    assertThat(result.err()).contains("cannot keep the input in").contains("/nonexistent");
  }

  @Test
  void shouldRejectAnUnknownMode() {
    Shell.Result result = shell.run("resil run --stdin file -- touch ran");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err())
        .isEqualTo("resil: --stdin file: must be one of auto, inherit, replay, pty, null\n");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "inherit", "replay", "null"})
  void shouldLetNoDescriptorOfItsOwnReachTheCommand(String mode) {
    String script = "cat lines | CMD sh -c 'test $RESIL_ATTEMPT = 1 && exit 1; ls /proc/$$/fd'";
    Shell.Result without = shell.run(script.replace("CMD", ""));
    Shell.Result with =
        shell.run(script.replace("CMD", "resil run -q -b 0 --stdin " + mode + " --"));
    assertThat(with.out()).isEqualTo(without.out());
  }
}
