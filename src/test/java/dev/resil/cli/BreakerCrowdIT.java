package dev.resil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers of one breaker at once, some of whom are killed. A JVM takes fewer of them. */
class BreakerCrowdIT {
  private static final int CALLERS = Resil.isNative() ? 64 : 4;
  private static final int CALLS = Resil.isNative() ? 25 : 3;

  /** Every so many callers, one is killed at a time that nobody chose. */
  private static final int ONE_KILLED_OF = 8;

  private static final long PAUSE_NANOS = 1_000_000;

  /** No number of failures opens it. */
  private static final String NEVER = "1000000000";

  @TempDir Path temp;

  private BreakerBench bench;
  private Path work;

  @BeforeEach
  void makeFolders() throws IOException {
    bench = new BreakerBench(temp.resolve("state"));
    work = Files.createDirectory(temp.resolve("work"));
  }

  /**
   * Each caller says after each call what it came to. A call whose command kills its resil is never
   * reported; one that was under way when its caller was killed may have been.
   */
  @Test
  void shouldLoseNoCallOfThoseThatLive() throws Exception {
    String script =
        """
        for ((i = 0; i < $1; i++)); do
          case $((i %% 10)) in
            0 | 5) command=(/bin/false) ;;
            7) command=(/bin/sh -c 'kill -KILL $PPID') ;;
            *) command=(/bin/true) ;;
          esac
          "$RESIL" run -q -n 1 --state "$2" --breaker many --failure-threshold %s -- "${command[@]}"
          echo $?
        done
        """
            .formatted(NEVER);
    List<Process> callers = start(script);
    AtomicReference<AssertionError> unreadable = new AtomicReference<>();
    Thread reader = Thread.ofPlatform().start(() -> readAllTheTime(callers, unreadable));
    killSome(callers);
    for (Process caller : callers) {
      caller.waitFor();
    }
    reader.join();
    assertThat(unreadable.get()).isNull();

    List<String> said = said();
    long killed = callers.stream().filter(caller -> caller.exitValue() == 137).count();
    long successes = said.stream().filter("0"::equals).count();
    long failures = said.stream().filter("1"::equals).count();
    assertThat(said).containsOnly("0", "1", "137");
    assertThat(successes + failures).isGreaterThan((long) CALLERS * CALLS / 2);
    var status = bench.status("many");
    long lateSuccesses = status.get("successful_calls").asLong() - successes;
    long lateFailures = status.get("failed_calls").asLong() - failures;
    assertThat(lateSuccesses).isNotNegative();
    assertThat(lateFailures).isNotNegative();
    assertThat(lateSuccesses + lateFailures).isLessThanOrEqualTo(killed);
    assertThat(status.get("total_calls").asLong())
        .isEqualTo(successes + failures + lateSuccesses + lateFailures);
  }

  /** The command of each probe counts the probes that are there while it is. */
  @Test
  void shouldNeverHaveMoreProbesThanAllowed() throws Exception {
    int allowed = 3;
    bench.breaker("open", "--create", "--for", "1ms", "probed");
    Path probe = work.resolve("probe");
    Files.writeString(
        probe,
        """
        mkdir "probes/$$" && set -- probes/* && echo "probes $#"
        sleep 0.02
        rmdir "probes/$$"
        [ $(($$ % 7)) -ne 0 ] || kill -KILL $PPID
        """);
    Files.createDirectory(work.resolve("probes"));
    String script =
        """
        for ((i = 0; i < $1; i++)); do
          "$RESIL" run -q -n 1 --state "$2" --breaker probed --success-threshold %s \
            --half-open-max-calls %d -- /bin/sh ./probe
          echo $?
        done
        """
            .formatted(NEVER, allowed);
    for (Process caller : start(script)) {
      assertThat(caller.waitFor()).isZero();
    }
    List<String> counts = said().stream().filter(line -> line.startsWith("probes ")).toList();
    assertThat(counts).hasSizeGreaterThanOrEqualTo(allowed).contains("probes 1");
    assertThat(counts)
        .allSatisfy(line ->
            assertThat(Integer.parseInt(line.substring("probes ".length()))).isBetween(1, allowed));
    assertThat(bench.state("probed")).isEqualTo("HALF_OPEN");
  }

  /** Starts the callers; each writes what it says into a file of its own. */
  private List<Process> start(String script) throws IOException {
    List<Process> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      ProcessBuilder builder = new Shell(work).builder(script, "" + CALLS, "" + bench.folder());
      builder.redirectOutput(work.resolve("said-" + i).toFile());
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      callers.add(builder.start());
    }
    return callers;
  }

  private List<String> said() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      lines.addAll(Files.readAllLines(work.resolve("said-" + i)));
    }
    return lines;
  }

  /** Kills callers with what they have started, at some time between their first and last call. */
  private void killSome(List<Process> callers) throws Exception {
    Random random = new Random(6);
    for (int i = 0; i < CALLERS; i += ONE_KILLED_OF) {
      Path says = work.resolve("said-" + i);
      int calls = random.nextInt(CALLS / 2 + 1);
      while (callers.get(i).isAlive() && Files.readAllLines(says).size() < calls) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      List<ProcessHandle> started = callers.get(i).descendants().toList();
      callers.get(i).destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void readAllTheTime(List<Process> callers, AtomicReference<AssertionError> problem) {
    while (callers.stream().anyMatch(Process::isAlive) && problem.get() == null) {
      try {
        if (Files.exists(bench.file("many"))) {
          bench.stored("many");
        }
        LockSupport.parkNanos(PAUSE_NANOS); // the callers need the processor more
      } catch (IOException | RuntimeException | AssertionError e) {
        problem.set(new AssertionError("the file is not whole", e));
      }
    }
  }
}
