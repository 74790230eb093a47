package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's own terminal, if resil has none. */
class PtyIT {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell = new Shell(folder);
  }

  @Test
  void shouldGiveTheCommandAControllingTerminal() {
    Shell.Result result =
        shell.run(
            "resil run --pty -- sh -c 'test -t 1 && test -t 2 && stty size </dev/tty; read -r pid _"
                + " _ _ pgrp session _ tpgid _ </proc/$$/stat; echo $pid $pgrp $session $tpgid'");
    assertThat(result.out()).startsWith("24 80\n");
    assertThat(result.out().lines().toList().getLast().strip().split(" +", -1))
        .hasSize(4)
        .containsOnly(result.out().strip().split("\\s+", -1)[2]);
  }

  /** As from cron, for programs that insist on a terminal, such as {@code docker exec -it}. */
  @Test
  void shouldBeStdinToo() {
    String line =
        "\"$RESIL\" run --pty -n 2 -b 0 -q -- sh -c 'test -t 0 && test -t 1 && cat && exit 3'";
    Shell.Result result = shell.run("setsid -w " + line + " </dev/null");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo yes",
        "printf 'no\\nend'",
        "printf 'a\\003b\\004c\\r\\n\\021\\023\\026\\177\\025\\032\\034\\000\\377'",
        "seq 1 100000",
        "head -c 100000 /dev/zero",
        "{ head -c 20000 /dev/zero | tr '\\0' x; echo; sleep 0.1; echo y; }",
        "true",
      })
  void shouldTypeInputByteForByte(String producer) {
    String command = "sh -c 'test -t 0 && cat | od -An -c | md5sum'";
    Shell.Result typed =
        shell.run(producer + " | resil run -q -n 1 --pty --stdin pty -- " + command);
    assertThat(typed)
        .isEqualTo(new Shell.Result(0, shell.run(producer + " | od -An -c | md5sum").out(), ""));
  }

  @Test
  void shouldTypeTheSameInputForEveryAttempt() {
    String command = "resil run -q -b 0 -n 3 --pty --stdin pty -- sh -c 'head -n 1; cat; exit 1'";
    String expected = "a\nb\n".repeat(3);
    assertThat(shell.run("printf 'a\nb\n' | " + command).out()).isEqualTo(expected);
    assertThat(shell.run("printf 'x\na\nb\n' >file; { read x; " + command + "; } <file").out())
        .isEqualTo(expected);
  }

  /** Each of several commands finds the end, as in a pipe. */
  @ParameterizedTest
  @ValueSource(strings = {"echo a | resil run --stdin pty", "</dev/null resil run"})
  void shouldStayAtTheEndOfInput(String run) {
    assertThat(shell.run(run + " -q -n 1 --pty -- sh -c 'cat >o; cat >o; cat >o; echo end'").out())
        .isEqualTo("end\n");
  }

  /** A command that reads keys takes them as they are: Ctrl-D is a character. */
  @Test
  void shouldTypeTheEndOfInputForACommandThatReadsKeys() {
    assertThat(
            shell
                .run(
                    "{ until test -e raw; do sleep 0.01; done; printf 'a\\003'; } | resil run -q -n"
                        + " 1 --pty --stdin pty -- sh -c 'stty raw; >raw; dd bs=1 count=3"
                        + " 2>/dev/null | od -An -c'")
                .out())
        .isEqualToIgnoringWhitespace("a 003 004");
  }

  @Test
  void shouldEndAttemptsThatDoNotReadTheirInput() {
    assertThat(shell.run("yes | resil run -q -n 2 -b 0 --pty --stdin pty -- false").exitCode())
        .isEqualTo(1);
  }

  @Test
  void shouldRefuseToTypeWithoutATerminal() {
    assertThat(shell.run("resil run --stdin pty -- echo ran </dev/null"))
        .isEqualTo(new Shell.Result(125, "", "resil: --stdin pty: requires --pty\n"));
  }

  @Test
  void shouldLeaveOtherInputAsItIs() {
    assertThat(shell.run("printf 'a\\004b\\003c' | resil run --pty -- od -c").out())
        .isEqualTo(shell.run("printf 'a\\004b\\003c' | od -c").out());
    assertThat(
            shell
                .run(
                    "printf 'a\\nb\\n' | resil run -q -b 0 --pty --stdin replay -- sh -c 'cat; exit"
                        + " 1'")
                .out())
        .isEqualTo("a\nb\n".repeat(3));
  }

  @Test
  void shouldPassOnAllOutputToItsEnd() {
    assertThat(shell.run("resil run --pty -- seq 1 200000 | md5sum").out())
        .isEqualTo(shell.run("seq 1 200000 | md5sum").out());
  }

  /** As coreutils do before they exit, to detect write errors. */
  @Test
  void shouldNotHangUpOnACommandThatHasClosedItsTerminalBeforeItsEnd() {
    Shell.Result result =
        shell.run(
            "resil run -b 0 --pty -- sh -c 'trap \"echo HUP >>log\" HUP; echo $RESIL_ATTEMPT >>log;"
                + " exec >&- 2>&-; sleep 0.3; echo end >>log' </dev/null");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(folder.resolve("log")).hasContent("1\nend\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdout~^err 2$", "stderr~^out 2$", "output~^err 2$"})
  void shouldSearchBothStreamsAsOne(String pattern) {
    Shell.Result result =
        shell.run(
            "resil run -q -b 0 --pty --success-on '"
                + pattern
                + "' -- sh -c 'echo out $RESIL_ATTEMPT; echo err $RESIL_ATTEMPT >&2; exit 4'");
    assertThat(result).isEqualTo(new Shell.Result(4, "out 1\nerr 1\nout 2\nerr 2\n", ""));
  }

  @Test
  void shouldHoldBothStreamsAsOne() {
    Shell.Result result =
        shell.run(
            "resil run -q -b 0 --pty --stdout success -- sh -c 'echo out $RESIL_ATTEMPT; echo err"
                + " $RESIL_ATTEMPT >&2; exit $((2 - RESIL_ATTEMPT))'");
    assertThat(result).isEqualTo(new Shell.Result(0, "out 2\nerr 2\n", "out 1\nerr 1\n"));
  }

  @Test
  void shouldEndIfTheOutputHasNoReader() {
    Shell.Result result = shell.run("resil run --pty -- yes | head -n 1; echo ${PIPESTATUS[0]}");
    assertThat(result.out()).isEqualTo("y\n141\n");
  }

  @Test
  void shouldExplainAFailureToStart() throws Exception {
    assertThat(shell.run("resil run --pty -- nosuch").exitCode()).isEqualTo(127);
    Files.writeString(folder.resolve("script"), "echo $0\n");
    assertThat(shell.run("chmod +x script; resil run --pty -- ./script").out())
        .isEqualTo("./script\n");
  }

  @Test
  void shouldEndTheWholeTreeAtATimeout() throws Exception {
    String script = "'trap \"\" HUP; sleep 9876 & echo $$ $! >pids; exec sleep 9876'";
    Shell.Result result =
        EnoughTime.of(
            Duration.ofMillis(500),
            timeout -> shell.run("resil run -q -n 1 -t " + timeout + " --pty -- sh -c " + script),
            ran -> Files.exists(folder.resolve("pids")));
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(Files.readString(folder.resolve("pids")).strip().split(" ", -1))
        .hasSize(2)
        .allSatisfy(pid -> assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty());
  }
}
