package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that a signal does not end is named, and the fourth signal ends resil. */
class UnkillableIT {
  @TempDir Path folder;

  private Path compiled(String name, String program) throws Exception {
    Needs.programs("cc");
    Path source = Files.writeString(folder.resolve(name + ".c"), program);
    Path binary = folder.resolve(name);
    Process compiler =
        new ProcessBuilder("cc", "-w", "-o", binary.toString(), source.toString())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
    return binary;
  }

  /** The parent of a vfork(2) sleeps uninterruptibly, though KILL ends it. */
  @Test
  void shouldNameAProcessThatTermDoesNotReach() throws Exception {
    Path sleeper =
        compiled(
            "sleeper",
            """
            #include <signal.h>
            #include <unistd.h>
            int main(void) {
              signal(SIGTERM, SIG_IGN);
              if (vfork() == 0) { sleep(100); _exit(0); }
              return 0;
            }
            """);
    Resil.Result result =
        Resil.with("run", "-n", "1", "-t", "300ms", "-k", "3s", "--", sleeper.toString()).run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err())
        .containsPattern(
            "resil: sleeper \\(process [0-9]+\\) survives SIGTERM: D \\(disk sleep\\).*; waiting");
    assertThat(result.err()).containsOnlyOnce("survives");
  }

  /** A process that dies while it is traced stays until its tracer is notified. */
  @Test
  void shouldNameTheTracerAndEndAtTheFourthSignal() throws Exception {
    Path tracer =
        compiled(
            "tracer",
            """
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/ptrace.h>
            #include <sys/wait.h>
            #include <unistd.h>
            int main(int count, char **arguments) {
              int pid = atoi(arguments[1]);
              if (ptrace(PTRACE_ATTACH, pid, 0, 0) == -1 || waitpid(pid, 0, 0) != pid) return 1;
              puts("attached");
              fflush(stdout);
              getchar();
              return 0;
            }
            """);
    Resil resil =
        Resil.with(
                "run", "-n", "1", "-t", "30s", "-c", "echo $$ >pid.new; mv pid.new pid; sleep 100")
            .in(folder);
    Process run = resil.start();
    Process traced = null;
    try {
      until(folder.resolve("pid"));
      String pid = Files.readString(folder.resolve("pid")).strip();
      traced = new ProcessBuilder(tracer.toString(), pid).start();
      Needs.that(
          "attached".equals(traced.inputReader().readLine()), "the right to trace processes");
      for (int i = 0; i < 4; i++) {
        run.destroy(); // TERM
        // two signals at once may be one that was passed on
        run.waitFor(1500, TimeUnit.MILLISECONDS);
      }
      Resil.Result result = resil.await(run);
      assertThat(result.exitCode()).as(result.err()).isEqualTo(143);
      assertThat(result.err())
          .contains(
              "traced by process " + traced.pid(), "may still be running: ", "process " + pid);
    } finally {
      if (traced != null) {
        traced.destroyForcibly();
      }
      run.destroyForcibly();
    }
  }

  private static void until(Path file) throws InterruptedException {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as("waiting for " + file).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
