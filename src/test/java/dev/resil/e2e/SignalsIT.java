package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each signal at each point of a run: what the command saw, the exit code, and what is left. */
class SignalsIT {
  private static final List<String> STOPPING = List.of("INT", "TERM", "HUP", "QUIT");
  private static final List<String> PASSED_ON = List.of("USR1", "USR2", "CONT", "WINCH");

  /**
   * Writes down what it gets; ends with 7 after a stopping signal, if it obeys, or when told to.
   */
  private static final String COMMAND =
      """
      for s in INT TERM HUP QUIT; do trap "echo $s >>log; $OBEY" $s; done
      for s in USR1 USR2 CONT WINCH; do trap "echo $s >>log" $s; done
      echo $$ >pid
      echo ready >>log
      until [ -e quit ]; do sleep 0.02; done
      """;

  @TempDir Path folder;

  /** When a signal comes. */
  enum Phase {
    ATTEMPT,
    DELAY,
    GRACE,
    SPAWN,
    SECOND,
    IGNORED
  }

  record Case(Phase phase, String signal) {
    boolean stops() {
      return STOPPING.contains(signal);
    }

    int code() {
      return 128
          + switch (signal) {
            case "HUP" -> 1;
            case "INT" -> 2;
            case "QUIT" -> 3;
            default -> 15;
          };
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Phase.values())
        .flatMap(phase ->
            Stream.concat(STOPPING.stream(), PASSED_ON.stream())
                .map(signal -> new Case(phase, signal)))
        .filter(c -> c.phase() != Phase.SECOND || c.stops())
        .filter(c -> c.phase() != Phase.IGNORED || !List.of("CONT", "WINCH").contains(c.signal()));
  }

  @BeforeEach
  void writeCommand() throws IOException {
    Files.writeString(folder.resolve("command"), COMMAND);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReachTheCommandOnceAndEndTheRun(Case c) throws Exception {
    switch (c.phase()) {
      case ATTEMPT -> duringAnAttempt(c);
      case DELAY -> duringADelay(c);
      case GRACE -> duringTheGrace(c);
      case SPAWN -> beforeTheCommandIsThere(c);
      case SECOND -> aSecondTime(c);
      case IGNORED -> whereItIsIgnored(c);
    }
  }

  private void duringAnAttempt(Case c) throws Exception {
    Process resil = start("OBEY='exit 7' exec \"$RESIL\" run -q -k 60 -- bash command");
    awaitLog("ready");
    send(c.signal(), resil);
    awaitLog("ready", c.signal());
    if (!c.stops()) {
      quit();
    }
    assertEnd(resil, c.stops() ? c.code() : 0, "ready", c.signal());
  }

  private void duringADelay(Case c) throws Exception {
    Process resil = start("exec \"$RESIL\" run -b 1h -- sh -c 'echo ready >>log; exit 1'");
    await(() -> read("err").contains("next in"));
    send(c.signal(), resil);
    if (!c.stops()) {
      send("TERM", resil); // which finds it still waiting
    }
    assertEnd(resil, c.stops() ? c.code() : 143, "ready");
  }

  private void duringTheGrace(Case c) throws Exception {
    Process resil =
        EnoughTime.of(
            Duration.ofSeconds(1), this::startInItsGrace, started -> read("log").startsWith("r"));
    awaitLog("ready", "TERM");
    send(c.signal(), resil);
    boolean sent = !c.signal().equals("TERM"); // which the timeout has sent already
    if (sent) {
      awaitLog("ready", "TERM", c.signal());
    } else {
      send("USR1", resil);
      awaitLog("ready", "TERM", "USR1");
    }
    quit();
    assertEnd(resil, c.stops() ? c.code() : 124, "ready", "TERM", sent ? c.signal() : "USR1");
  }

  /** Where the timeout came before the traps were set, it has ended the command at once. */
  private Process startInItsGrace(String timeout) throws Exception {
    Files.deleteIfExists(folder.resolve("log"));
    Files.deleteIfExists(folder.resolve("quit"));
    Process resil = start("exec \"$RESIL\" run -q -n 1 -t " + timeout + " -k 60 -- bash command");
    await(() -> read("log").contains("TERM") || !resil.isAlive());
    if (!read("log").startsWith("ready")) {
      quit();
      resil.waitFor();
    }
    return resil;
  }

  private void beforeTheCommandIsThere(Case c) throws Exception {
    Process resil =
        start(
            "touch quit; exec env --block-signal="
                + c.signal()
                + " sh -c 'kill -s "
                + c.signal()
                + " $$; exec \"$RESIL\" run -q -- bash command'");
    if (c.stops()) {
      assertEnd(resil, c.code());
    } else {
      assertEnd(resil, 0, "ready");
    }
  }

  private void aSecondTime(Case c) throws Exception {
    Process resil = start("exec \"$RESIL\" run -q -k 60 -- bash command");
    awaitLog("ready");
    send(c.signal(), resil);
    awaitLog("ready", c.signal());
    send(c.signal(), resil);
    assertEnd(resil, c.code(), "ready", c.signal());
  }

  private void whereItIsIgnored(Case c) throws Exception {
    Process resil = start("trap '' " + c.signal() + "; exec \"$RESIL\" run -q -- bash command");
    awaitLog("ready");
    send(c.signal(), resil);
    send(c.signal().equals("USR1") ? "USR2" : "USR1", resil); // the first one had no effect
    String other = c.signal().equals("USR1") ? "USR2" : "USR1";
    awaitLog("ready", other);
    quit();
    assertEnd(resil, 0, "ready", other);
  }

  @Test
  void shouldNotTakeOneTimeoutForTwoSignals() throws Exception {
    // timeout(1) signals its child and then its whole group: that is not a user in a hurry
    Process resil =
        start(
            "OBEY='sleep 0.3; echo tidy >>log; exit 0'"
                + " exec timeout 1h \"$RESIL\" run -q -- bash command");
    awaitLog("ready");
    send("ALRM", resil); // its time is over
    assertThat(resil.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(resil.exitValue()).isEqualTo(124);
    await(() -> read("log").contains("tidy"));
  }

  private Process start(String script) throws IOException {
    ProcessBuilder builder = new Shell(folder).builder(script);
    builder.environment().put("OBEY", ":");
    return builder
        .redirectInput(new java.io.File("/dev/null"))
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private void send(String signal, Process process) throws Exception {
    Kill.send(signal, process.pid());
  }

  private void quit() throws IOException {
    Files.writeString(folder.resolve("quit"), "");
  }

  private void assertEnd(Process resil, int code, String... log) throws Exception {
    boolean ended = resil.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      resil.destroyForcibly();
    }
    assertThat(ended).as("ended; %s", read("err")).isTrue();
    assertThat(resil.exitValue()).as(read("err")).isEqualTo(code);
    assertThat(read("log").lines()).containsExactly(log);
    if (Files.exists(folder.resolve("pid"))) {
      assertThat(ProcessHandle.of(Long.parseLong(read("pid").strip()))).isEmpty();
    }
  }

  private void awaitLog(String... lines) {
    await(() -> read("log").lines().toList().equals(List.of(lines)));
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("deadline; log: %s, err: %s", read("log"), read("err"))
          .isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private String read(String file) {
    try {
      Path path = folder.resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
