package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A timeout ends all processes of the attempt, and no others. */
class ProcessTreeIT {
  @TempDir Path folder;

  /** A variable in the environment of all processes of a test, by which they are found. */
  private final String mark = "resil-test-" + UUID.randomUUID();

  @AfterEach
  void endWhatIsLeft() throws IOException {
    for (int pid : marked()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Of 200 runs with the binary; of fewer on a JVM, which starts slowly. */
  @Test
  void shouldEndAllProcessesOfManyRunsThatDoubleFork() throws Exception {
    // the orphan exists before the timeout: its parent waits for its marker
    String script =
        "rm -f up.$0; (setsid sh -c 'echo >up.'$0'; exec sleep 100' &) ; "
            + "while ! [ -e up.$0 ]; do :; done; sleep 100";
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<Resil.Result>> runs = new ArrayList<>();
      int count = Resil.isNative() ? 200 : 40;
      for (int i = 0; i < count; i++) {
        String number = Integer.toString(i);
        runs.add(
            pool.submit(() ->
                run("run", "-q", "-n", "1", "--timeout", "100ms", "-c", script, number).run()));
      }
      for (Future<Resil.Result> run : runs) {
        assertThat(run.get().exitCode()).isEqualTo(124);
      }
    }
    assertThat(marked()).isEmpty();
  }

  @Test
  void shouldEndATreeWhoseLeafIgnoresTermSoonAfterTheGrace() throws Exception {
    double least = 0.7; // 300 ms and 400 ms
    double took = least + 1;
    // a busy machine can only delay it: one of a few runs in time suffices
    for (int i = 0; i < 5 && took > least + 0.1; i++) {
      took = secondsOfATreeThatIgnoresTerm();
      assertThat(took).isGreaterThan(least - 0.05);
      assertThat(marked()).isEmpty();
    }
    assertThat(took).as("no hang").isLessThanOrEqualTo(least + 10);
  }

  /** The time from the command's start to the end of the attempt, from the report. */
  private double secondsOfATreeThatIgnoresTerm() throws IOException {
    Path report = folder.resolve("report.json");
    String script =
        "date +%s.%N >start; (sh -c 'trap \"\" TERM; while :; do sleep 1; done' & wait) & wait";
    Resil.Result result =
        run("run", "-n", "1", "-t", "300ms", "-k", "400ms", "--report", "report.json", "-c", script)
            .run();
    assertThat(result.exitCode()).isEqualTo(124);
    JsonNode attempt = new ObjectMapper().readTree(report.toFile()).get("attempts").get(0);
    double started = Double.parseDouble(Files.readString(folder.resolve("start")));
    Instant begin = Instant.parse(attempt.get("started_at").asString());
    double begun = begin.getEpochSecond() + begin.getNano() / 1e9;
    return begun + attempt.get("duration").asDouble() - started;
  }

  @Test
  void shouldNotSignalProcessesLeftByAnAttemptThatEndedByItself() throws Exception {
    String script =
        "case $RESIL_ATTEMPT in 1) sleep 5000 & exit 1;; 2) sleep 6000 & sleep 7000;; esac";
    Resil.Result result =
        EnoughTime.of(
            Duration.ofMillis(500),
            timeout -> run("run", "-n", "2", "-b", "1ms", "-t", timeout, "-c", script).run(),
            ran -> ran.err().contains("failed with exit code 1"));
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(commands()).containsExactly("sleep 5000");
  }

  @Test
  void shouldNotSignalTheCallersChildren() throws IOException {
    Path script =
        Executables.write(folder.resolve("caller"), "#!/bin/sh\nsleep 5000 &\nexec \"$@\"\n");
    Resil.Result result =
        Resil.under(List.of(script.toString()))
            .append(Resil.program(), "run", "-n", "1", "-t", "200ms", "--", "sleep", "60")
            .variable("RESIL_TEST_MARK", mark)
            .run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(commands()).containsExactly("sleep 5000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP", "USR1", "15"})
  void shouldSendTheRequestedSignal(String signal) throws Exception {
    String trap = signal.equals("15") ? "TERM" : signal;
    String script = "trap 'echo got; exit 0' " + trap + "; while :; do sleep 0.02; done";
    Resil.Result result =
        EnoughTime.of(
            Duration.ofMillis(300),
            timeout -> run("run", "-n", "1", "-t", timeout, "-s", signal, "-c", script).run(),
            ran -> !ran.out().isEmpty());
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.out()).isEqualTo("got\n");
  }

  @Test
  void shouldWakeAStoppedProcessToEndIt() throws IOException {
    Resil.Result result =
        run("run", "-n", "1", "-t", "300ms", "-k", "20s", "-c", "kill -STOP $$").run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(marked()).isEmpty();
  }

  @Test
  void shouldNameAProcessItMayNotSignalAndWaitForIt() throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "root"); // for a setuid file
    Needs.programs("setpriv");
    Path setuid = folder.resolve("become-root");
    Files.copy(Needs.find("setpriv").orElseThrow(), setuid);
    Files.setPosixFilePermissions(setuid, PosixFilePermissions.fromString("rwxr-xr-x"));
    run("run", "--", "chmod", "4755", setuid.toString()).run();
    run("run", "--", "chmod", "755", folder.toString()).run();
    Resil.Result result =
        EnoughTime.of(
            Duration.ofMillis(200),
            timeout -> runAsNobody(timeout, setuid),
            ran -> ran.err().contains("cannot signal"));
    assertThat(result.err())
        .contains("resil: cannot signal sleep (process ")
        .contains("Operation not permitted; waiting for it to end");
    assertThat(result.err()).containsOnlyOnce("cannot signal");
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(marked()).isEmpty();
  }

  /** Its command becomes root, and sleeps for a second longer than the timeout. */
  private Resil.Result runAsNobody(String timeout, Path setuid) {
    long millis = Long.parseLong(timeout.replace("ms", "")) + 1000;
    return Resil.under(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"))
        .append(Resil.program(), "run", "-n", "1", "-t", timeout, "-k", "100ms", "--")
        .append(setuid.toString(), "--reuid=0", "--regid=0", "--clear-groups")
        .append("sleep", millis / 1000 + "." + millis % 1000)
        .variable("RESIL_TEST_MARK", mark)
        .run();
  }

  @Test
  void shouldReapTheOrphansThatItAdopts() throws IOException {
    // an orphan ends while the command runs; resil has adopted it by then
    Resil.Result result =
        run(
                "run",
                "-c",
                "(sh -c 'echo $$ >orphan; exec sleep 0.05' &); while ! [ -s orphan ]; do :; done;"
                    + " p=$(cat orphan); i=0; while [ -e /proc/$p ] && [ $i -lt 60000 ]; do"
                    + " i=$((i+1)); sleep 0.01; done; ! [ -e /proc/$p ]")
            .run();
    assertThat(result.exitCode()).isZero();
  }

  private Resil run(String... arguments) {
    return Resil.with(arguments).variable("RESIL_TEST_MARK", mark).in(folder);
  }

  private List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (int pid : marked()) {
      commands.add(
          Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ').strip());
    }
    return commands;
  }

  private List<Integer> marked() throws IOException {
    List<Integer> found = new ArrayList<>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (isMarked(process)) {
          found.add(Integer.valueOf(process.getFileName().toString()));
        }
      }
    }
    return found;
  }

  /** An ended process that is not yet reaped has no environment. */
  private boolean isMarked(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1)
          .contains(mark);
    } catch (IOException e) {
      return false;
    }
  }
}
