package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's environment is the same as without resil. */
class TransparencyIT {
  @TempDir Path folder;

  /** Runs a shell line once with the program as $RESIL, and once without it. */
  private void shouldBeTheSame(String line) {
    assertThat(shell(line, Shell.quoted(Resil.program()) + " run -q -n 1 --"))
        .isEqualTo(shell(line, "env"));
  }

  private String shell(String line, String before) {
    Resil.Result result =
        Resil.under(List.of("bash", "-c", line.replace("RESIL", before))).in(folder).run();
    return result.exitCode() + "\n" + result.out() + result.err();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ulimit -n 200; RESIL sh -c 'ulimit -n; ulimit -Hn'",
        "ulimit -S -n 512; RESIL sh -c 'ulimit -n; ulimit -Hn'",
        "ulimit -S -s 4096; RESIL sh -c 'ulimit -s'",
        "ulimit -c 0; ulimit -f 1000; RESIL sh -c 'ulimit -a'",
        "umask 027; RESIL sh -c umask",
        "cd /usr/lib; RESIL pwd",
        "nice -n 5 RESIL nice",
        "RESIL sh -c 'cut -d \" \" -f 5 /proc/$$/stat' | { read g; [ $g = $(cut -d ' ' -f 5"
            + " /proc/$$/stat) ]; echo $?; }",
        "trap '' USR1 PIPE XFSZ HUP; RESIL grep -E 'Sig(Blk|Ign|Cgt)' /proc/self/status",
        "RESIL grep -E 'Sig(Blk|Ign|Cgt)' /proc/self/status",
        "env --block-signal=USR2,INT RESIL grep -E 'Sig(Blk|Ign)' /proc/self/status",
        "RESIL ls /proc/self/fd",
        "exec 7</dev/null 9>lock; RESIL ls /proc/self/fd",
        "exec 9>lock; RESIL flock -n 9 && echo locked",
        "RESIL diff <(echo a) <(echo b)",
        "RESIL diff <(echo a) <(echo a) && echo same",
        "exec 5<<<hello; RESIL sh -c 'cat <&5'",
        "RESIL sh -c 'exit 42'",
        "RESIL printf '%s\\n' '' 'a b' '*' \"it's\" @file '$HOME' '\\'",
        "RESIL printf %s $'\\xff\\xfe\\xc3' | od -c",
        "RESIL printf %s 'ä€😀' | od -c",
        "LC_ALL=C RESIL printf %s 'ä€😀' | od -c",
        "LC_ALL=C RESIL printf %s $'\\xff\\xfe\\xc3' | od -c",
        "X=$'\\xff' RESIL sh -c 'printf %s \"$X\" | od -c'",
        "printf 'echo $0' >skript-ä; chmod +x skript-ä; LC_ALL=C RESIL ./skript-ä | od -c",
        "printf 'echo x' >a$'\\xff'b; chmod +x a$'\\xff'b; RESIL ./a$'\\xff'b",
        "echo in | RESIL cat",
        "RESIL sh -c 'echo out; echo err >&2'",
        "RESIL sh -c 'exec >&-; echo x' 2>/dev/null",
        "RESIL cat <&-",
        "RESIL sh -c 'kill -PIPE $$'",
        "RESIL yes | head -n 1",
      })
  void shouldBehaveAsWithoutResil(String line) {
    shouldBeTheSame(line);
  }

  /** The command that {@code resil wait} becomes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ulimit -n 200; RESIL sh -c 'ulimit -n; ulimit -Hn; umask; pwd'",
        "RESIL sh -c 'cut -d \" \" -f 5,6 /proc/$$/stat' | grep -q \"$(cut -d ' ' -f 5,6"
            + " /proc/$$/stat)\" && echo same",
        "trap '' USR1 PIPE XFSZ HUP; RESIL grep -E 'Sig(Blk|Ign)' /proc/self/status | cut"
            + " -c1-8,18-",
        "env --block-signal=USR2,INT RESIL grep -E 'Sig(Blk|Ign)' /proc/self/status | cut"
            + " -c1-8,18-",
        "RESIL ls /proc/self/fd",
        "exec 7</dev/null 9>lock; RESIL ls /proc/self/fd",
        "RESIL ls /proc/self/task | wc -l",
        "RESIL env | grep -Ev '^_=|^SHLVL=|PWD=|RUNTIME=' | sort",
        "RESIL printf '%s\\n' '' 'a b' '*' -- -t @file '$HOME' '\\'",
        "LC_ALL=C RESIL printf %s $'\\xff\\xfe\\xc3' | od -c",
        "X=$'\\xff' RESIL sh -c 'printf %s \"$X\" | od -c'",
        "printf 'echo x' >a; chmod +x a; RESIL ./a",
        "echo in | RESIL cat",
        "RESIL cat <&-",
        "RESIL sh -c 'kill -PIPE $$'; RESIL sh -c 'exit 42'",
      })
  void shouldBecomeACommandAsWithoutResil(String line) {
    String waiting = " wait -q cmd:'sleep 0.01' file:/ tcp:127.0.0.1:1 --any --times 1 --";
    assertThat(shell(line, Shell.quoted(Resil.program()) + waiting)).isEqualTo(shell(line, "env"));
  }

  @Test
  void shouldBecomeTheCommandUnderTheSameId() {
    Resil.Result result =
        Resil.under(
                List.of(
                    "sh",
                    "-c",
                    "echo $$; exec "
                        + Shell.quoted(Resil.program())
                        + " wait cmd:true -- sh -c 'echo $$'"))
            .in(folder)
            .run();
    List<String> ids = result.out().lines().toList();
    assertThat(ids).hasSize(2);
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
  }

  /** Each of the three jobs waits for the other two: run in sequence, they never end. */
  @Test
  void shouldKeepMakesJobServer() throws Exception {
    Needs.programs("make");
    Files.writeString(
        folder.resolve("Makefile"),
        """
        all: ; +@$(RESIL) run -q -n 1 -- $(MAKE) --no-print-directory 1 2 3
        1 2 3: ; @echo >$@.up; until [ -e 1.up ] && [ -e 2.up ] && [ -e 3.up ]; do sleep 0.02; done; echo $$MAKEFLAGS
        """);
    Shell.Result result = new Shell(folder).run("make -j4");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines()).hasSize(3).allMatch(line -> line.contains("jobserver"));
  }

  @Test
  void shouldAddOnlyItsOwnVariables() {
    List<String> with = environment(Resil.program(), "run", "--", "env");
    List<String> without = environment("env");
    with.removeIf(line -> line.startsWith("RESIL_ATTEMPT=") || line.startsWith("RESIL_RUN_ID="));
    with.remove("RESIL_ATTEMPT_LIMIT=3");
    with.remove("RESIL_LAST_OUTCOME=");
    assertThat(with).containsExactlyInAnyOrderElementsOf(without);
  }

  private List<String> environment(String... command) {
    Resil.Result result =
        Resil.under(List.of(command))
            .environment(Map.of("PATH", System.getenv("PATH"), "RESIL_RUNTIME", "jvm", "A", "b"))
            .run();
    List<String> lines = new ArrayList<>(result.out().lines().toList());
    // set by the shell that starts a JVM; the binary has no such shell
    lines.removeIf(line -> line.startsWith("PWD=") || line.startsWith("_="));
    lines.removeIf(line -> line.startsWith("SHLVL=") || line.startsWith("OLDPWD="));
    return lines;
  }

  /** As in a systemd service with sockets: the variable names the process that uses them. */
  @Test
  void shouldPassSocketsToEachAttempt() {
    Shell.Result result =
        new Shell(folder)
            .run(
                "LISTEN_PID=$$ LISTEN_FDS=1 exec $RESIL run -q -n 2 -b 0 -- bash -c 'echo"
                    + " $(($LISTEN_PID == $$)) $LISTEN_FDS $(readlink /proc/self/fd/3); exit 1'"
                    + " 3</dev/null");
    assertThat(result).isEqualTo(new Shell.Result(1, "1 1 /dev/null\n".repeat(2), ""));
  }

  @Test
  void shouldNotClaimSocketsOfAnotherProcess() {
    String line =
        "LISTEN_PID=1 LISTEN_PIDFDID=2 exec \"$RESIL\" run -q -- env | grep LISTEN | sort";
    assertThat(new Shell(folder).run(line).out()).isEqualTo("LISTEN_PID=1\nLISTEN_PIDFDID=2\n");
  }

  @Test
  void shouldWaitForACommandWhoseCallerIgnoresSigchld() {
    Resil.Result result =
        Resil.under(List.of("env", "--ignore-signal=CHLD", Resil.program(), "run", "-n", "1"))
            .append("sh", "-c", "exit 5")
            .run();
    assertThat(result.exitCode()).isEqualTo(5);
  }

  @Test
  void shouldWorkWithAnEmptyEnvironment() throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(script, "echo $A\n", StandardCharsets.UTF_8);
    Resil.Result result =
        Resil.with("run", "--", "sh", "-c", "echo $RESIL_ATTEMPT").environment(Map.of()).run();
    assertThat(result.out()).isEqualTo("1\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldKeepALoopsInput() throws Exception {
    Files.writeString(folder.resolve("lines"), "1\n2\n3\n");
    String line = "while read -r x; do RESIL sh -c 'echo '$x; done <lines";
    shouldBeTheSame(line);
  }
}
