package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** resil on a terminal with job control, with and without {@code --pty}. */
class TerminalIT {
  /** Counts in a file while it runs, and records its signals. */
  private static final String COUNTING =
      """
      echo $$ >pid
      trap 'echo got INT; exit 3' INT
      trap 'echo size $(stty size </dev/tty)' WINCH
      echo size $(stty size </dev/tty)
      echo ready
      n=0
      while :; do n=$((n + 1)); echo $n >count; sleep 0.05; done
      """;

  @TempDir Path folder;
  private Tmux tmux;

  @BeforeEach
  void needTmux() {
    Needs.programs("tmux");
  }

  @AfterEach
  void close() {
    if (tmux != null) {
      tmux.close();
    }
  }

  private void open(int columns, String term) {
    tmux = new Tmux(folder, columns, term);
    tmux.write("counting", COUNTING);
  }

  private void assertNormalTerminal() {
    tmux.line("echo mo''des: $(stty -a | tr ' ;' '\\n\\n' | grep -xE 'icanon|opost')");
    tmux.awaitText("modes: opost icanon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--pty"})
  void shouldEndTheRunAtCtrlC(String options) {
    open(80, "screen");
    tmux.line("resil run " + options + " -- bash counting; echo code=$?");
    tmux.awaitText("ready");
    tmux.key("C-c");
    assertThat(tmux.awaitText("code=130"))
        .contains("got INT")
        .contains("resil: stopped by SIGINT (attempt 1 of 3)");
    assertNormalTerminal();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--pty"})
  void shouldEndTheRunAtCtrlCDuringADelay(String options) {
    open(80, "screen");
    tmux.line("resil run " + options + " -b 1h --max-delay 1h -j 0 -- false; echo code=$?");
    tmux.awaitText("resil: attempt 2 of 3 in ");
    tmux.key("C-c");
    assertThat(tmux.awaitText("code=130"))
        .contains("stopped by SIGINT")
        .doesNotContain("attempt 2 of 3 in"); // the countdown is gone
    assertNormalTerminal();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--pty"})
  void shouldStopAndContinueTogether(String options) throws Exception {
    open(80, "screen");
    tmux.line("resil run -q " + options + " -- bash counting");
    tmux.awaitText("ready");
    tmux.key("C-z");
    tmux.await(screen -> screen.contains("Stopped") && stateOfCounting().equals("T"));
    String stopped = tmux.read("count");
    assertNormalTerminal();
    assertThat(stateOfCounting()).isEqualTo("T");
    assertThat(tmux.read("count")).isEqualTo(stopped);
    tmux.line("clear; fg");
    tmux.await(screen -> !tmux.read("count").equals(stopped) && !tmux.read("count").isEmpty());
    tmux.key("C-c");
    tmux.awaitText("got INT");
    assertNormalTerminal();
  }

  /** R or S while it runs, T while it is stopped: proc_pid_stat(5). */
  private String stateOfCounting() {
    Path stat = Path.of("/proc", tmux.read("pid").strip(), "stat");
    try {
      String text = Files.readString(stat);
      return text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--pty"})
  void shouldTellTheCommandOfTheWindowsSize(String options) {
    open(80, "screen");
    tmux.line("resil run -q " + options + " -- bash counting");
    tmux.await(screen -> screen.contains("size 20 80") && screen.contains("ready"));
    tmux.resize(61, 17);
    tmux.awaitText("size 17 61");
    tmux.key("C-c");
    tmux.awaitText("got INT");
  }

  /** A password prompt that is killed. */
  @Test
  void shouldRestoreTheModesAfterAKilledAttempt() {
    open(80, "screen");
    tmux.write("attempt", "stty -a >>seen; stty -echo -icanon; sleep 1000");
    runSession("run -q -n 2 -b 0 -t 1s -- sh attempt");
    assertThat(tmux.read("seen").split(" echo ", -1)).hasSize(3);
    assertThat(tmux.read("seen") + tmux.read("after")).doesNotContain("-echo ", "-icanon");
  }

  /** None of resil's streams is a terminal: the attempt prompts on /dev/tty. */
  @Test
  void shouldRestoreTheModesOfTheControllingTerminal() {
    open(80, "screen");
    tmux.write("attempt", "stty -echo </dev/tty; sleep 1000");
    runSession("run -q -n 1 -t 1s -- sh attempt </dev/null >out 2>&1");
    assertThat(tmux.read("after")).contains(" echo ").doesNotContain("-echo ");
  }

  @Test
  void shouldKeepTheModesThatACommandSet() {
    open(80, "screen");
    runSession("run -q -- stty -echo");
    assertThat(tmux.read("after")).contains("-echo ");
  }

  /** In a shell without job control, which does not restore modes itself. */
  private void runSession(String arguments) {
    String program = Shell.quoted(Resil.program());
    tmux.write("session", program + " " + arguments + "\nstty -a >after; stty sane");
    tmux.line("sh session; echo d''one");
    tmux.awaitText("done");
  }

  /** As with ssh -t, the kernel sends HUP only to the session leader. */
  @ParameterizedTest
  @ValueSource(strings = {"5s", "0"})
  void shouldSendTheCommandOneHupWhenItsTerminalHangsUp(String killAfter) throws IOException {
    Needs.programs("script");
    Files.writeString(
        folder.resolve("attempt"),
        "trap 'echo HUP >>said; exit 5' HUP; : >ready; while :; do sleep 0.05; done");
    Files.writeString(
        folder.resolve("session"),
        "exec $RESIL run -q -n 1 --report report -k " + killAfter + " -- sh attempt");
    Shell.Result result =
        new Shell(folder)
            .run(
                """
                script -qec 'exec sh session' /dev/null </dev/null >/dev/null 2>&1 &
                until [ -e ready ]; do sleep 0.05; done
                kill -9 $!
                until [ -s report ]; do sleep 0.05; done
                cat said
                """);
    assertThat(result.out()).isEqualTo("HUP\n");
    assertThat(Files.readString(folder.resolve("report"))).contains("\"HUP\"", "129");
  }

  @Test
  void shouldPassOnKeysAndTheEndOfInput() {
    open(80, "screen");
    tmux.line(
        "resil run -q --pty -- sh -c 'test -t 0 && echo rea\"\"dy; read x; echo \"[$x]\"; cat';"
            + " echo code=$?");
    tmux.awaitText("ready");
    tmux.line("wordx"); // the line is edited on the command's terminal
    tmux.awaitText("[wordx]");
    tmux.key("C-d");
    tmux.awaitText("code=0");
    assertNormalTerminal();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--pty"})
  void shouldRunInTheBackground(String options) {
    open(80, "screen");
    tmux.line(
        "resil run "
            + options
            + " -b 700ms -j 0 -n 2 -- sh -c 'echo ran $RESIL_ATTEMPT; exit 1' &");
    String screen = tmux.awaitText("no attempts left");
    assertThat(screen).contains("ran 1").contains("ran 2").doesNotContain("Stopped");
    // the countdown would have left a line behind or erased the prompt
    assertThat(screen).doesNotContain("attempt 2 of 2 in");
  }

  @Test
  void shouldCountDownInPlaceOnANarrowTerminal() {
    open(30, "screen");
    tmux.line("resil run -b 1h --max-delay 1h -j 0 -n 2 -- sh -c 'exit 1'");
    String screen = tmux.await(text -> text.contains("resil: attempt 2 of 2 in "));
    assertThat(screen.lines().filter(line -> line.startsWith("resil: attempt"))).hasSize(1);
    assertThat(screen.lines().toList().getLast()).hasSizeLessThan(30);
    tmux.key("C-c");
    assertThat(tmux.awaitText("stopped by")).doesNotContain("attempt 2 of 2 in");
  }

  @Test
  void shouldWipeTheCountdownBeforeTheNextAttempt() {
    open(80, "screen");
    tmux.line("resil run -b 1s -j 0 -n 2 -- sh -c 'echo ran $RESIL_ATTEMPT; exit 1'");
    assertThat(tmux.awaitText("no attempts left").lines())
        .containsSubsequence("ran 1", "ran 2")
        .noneMatch(line -> line.contains("attempt 2 of 2 in"));
  }

  @Test
  void shouldNotCountDownOnADumbTerminalOrWhenQuiet() {
    open(80, "dumb");
    tmux.line("resil run -b 400ms -j 0 -n 2 -- false 2>&1 | cat -v; echo pi''ped");
    assertThat(tmux.awaitText("piped")).contains("no attempts left").doesNotContain("^[");
    tmux.line(
        "clear; script -qec \""
            + Shell.quoted(Resil.program())
            + " run -b 600ms -j 0 -n 2 -- false\" typescript; TERM=screen script -qec \""
            + Shell.quoted(Resil.program())
            + " run -q -b 600ms -j 0 -n 2 -- false\" quiet; echo d''one");
    tmux.awaitText("done");
    assertThat(tmux.read("typescript")).contains("no attempts left").doesNotContain("\033[K");
    assertThat(tmux.read("quiet")).contains("TERM=").doesNotContain("\033[K");
  }
}
