package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A supervisor as the first process of a PID namespace, as in a container: only it reaps orphans,
 * and signals without a handler have no effect. Also over many attempts.
 */
class SupervisorIT {
  private static final List<String> NAMESPACE =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

  @TempDir Path folder;

  @BeforeAll
  static void needNamespaces() throws Exception {
    Needs.programs("unshare");
    Process process =
        new ProcessBuilder("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "true")
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    Needs.that(process.waitFor() == 0, "a PID namespace");
  }

  /** resil as the first process; on a JVM, the launcher becomes resil. */
  private Resil first(String... arguments) {
    return Resil.under(NAMESPACE).append(Resil.program()).append(arguments).in(folder);
  }

  /** Two attempts with a script, and a delay between them. */
  private Resil.Result twice(String delay, String script) {
    return first("run", "-n", "2", "-q", "-b", delay, "--jitter", "none", "--", "sh", "-c", script)
        .run();
  }

  @Test
  void shouldReapOrphansOfTheCommand() {
    Resil.Result result =
        twice(
            "0",
            """
            [ "$PPID" -eq 1 ] || echo "the parent is $PPID"
            for i in 1 2 3; do (setsid true &); (true &); done
            until ! grep -q '^PPid:.1$' $(ls -d /proc/[0-9]*/status | grep -v "/$$/") 2>/dev/null; do
              sleep 0.02
            done
            exit $((2 - RESIL_ATTEMPT))
            """);

    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  @Test
  void shouldReapOrphansThatEndWhileItWaits() {
    Resil.Result result =
        twice(
            "400ms",
            """
            if [ "$RESIL_ATTEMPT" -eq 1 ]; then (setsid sleep 0.1 &); exit 1; fi
            while grep -l '^State:.Z' /proc/[0-9]*/status >zombies; do sleep 0.02; done
            echo none
            """);

    assertThat(result.out()).isEqualTo("none\n");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void shouldEndAtASignalWithAllItsProcesses(String signal, int exitCode) throws Exception {
    Resil supervisor =
        first(
            "run",
            "--forever",
            "-q",
            "--",
            "sh",
            "-c",
            "trap 'echo $0 >>got; exit 9' TERM INT HUP; : >ready; while :; do sleep 0.02; done",
            signal);
    Process namespace = supervisor.start();
    until(folder.resolve("ready"));

    // the signal comes from outside the namespace, as from a container's runtime
    long pid = namespace.children().findFirst().orElseThrow().pid();
    Kill.send(signal, pid);

    Resil.Result result = supervisor.await(namespace);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(Files.readString(folder.resolve("got"))).isEqualTo(signal + "\n");
  }

  @Test
  void shouldAccumulateNeitherDescriptorsNorChildren() throws IOException {
    Resil.Result result =
        Resil.with(
                "run",
                "--forever",
                "--reset-after",
                "10m",
                "-q",
                "-b",
                "0",
                "--",
                "sh",
                "-c",
                """
                case $RESIL_ATTEMPT in 20 | 220)
                  # until it waits for this command: to start one, the C library may use a pipe
                  until grep -q '^State:.S' /proc/$PPID/status; do :; done
                  set -- /proc/$PPID/fd/*
                  echo "$# descriptors" >"at-$RESIL_ATTEMPT"
                  cat /proc/$PPID/task/*/children | wc -w >>"at-$RESIL_ATTEMPT" ;;
                esac
                [ "$RESIL_ATTEMPT" -eq 220 ]
                """)
            .in(folder)
            .run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Files.readString(folder.resolve("at-220")))
        .contains(" descriptors\n1\n")
        .isEqualTo(Files.readString(folder.resolve("at-20")));
  }

  private static void until(Path file) throws InterruptedException {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as("waiting for " + file).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
