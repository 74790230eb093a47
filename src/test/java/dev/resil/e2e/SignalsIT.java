package dev.resil.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every signal of {@code kill -l}, at each point of a run, to resil alone and to its group: the
 * signals seen by the command, the exit code, and processes left. Signals have the numbers of
 * Linux.
 */
class SignalsIT {
  private static final int USR1 = 10;
  private static final int ALRM = 14;
  private static final int TERM = 15;
  private static final int CHLD = 17;
  private static final int CONT = 18;

  /** HUP, INT, QUIT, TRAP, ABRT, TERM, PWR, SYS. */
  private static final List<Integer> STOPPING = List.of(1, 2, 3, 5, 6, TERM, 30, 31);

  /** ILL, BUS, FPE, SEGV: a JVM cannot tell them from its own faults. */
  private static final List<Integer> FAULTS = List.of(4, 7, 8, 11);

  /** STKFLT, with which a JVM stops its threads. */
  private static final int STKFLT = 16;

  /** USR1, USR2, PIPE, STKFLT, CONT, URG, XCPU, XFSZ, VTALRM, PROF, WINCH, IO. */
  private static final List<Integer> PASSED_ON =
      List.of(USR1, 12, 13, STKFLT, CONT, 23, 24, 25, 26, 27, 28, 29);

  /** TSTP, TTIN, TTOU. */
  private static final List<Integer> SUSPENDING = List.of(20, 21, 22);

  /**
   * Records its signals, and exits when told to. It waits without a child, whose end would cause a
   * CHLD.
   */
  private static final String COMMAND =
      """
      mkfifo fifo 2>/dev/null
      exec 9<>fifo
      for s in $(seq 1 31) $(seq 34 64); do trap "echo $s >>log" $s; done 2>/dev/null
      for s in 1 2 3 4 5 6 7 8 11 15 30 31; do trap "echo $s >>log; $OBEY" $s; done
      echo $$ >pid
      echo ready >>log
      until [ -e quit ]; do read -rt 0.02 -u 9; done
      exit 0
      """;

  @TempDir Path folder;

  /** The time of a signal. */
  enum Phase {
    ATTEMPT,
    DELAY,
    GRACE,
    SPAWN,
    SECOND,
    HOOK,
    GROUP,
    GROUP_DELAY
  }

  record Case(Phase phase, int signal) {
    int code() {
      return 128 + signal;
    }
  }

  private static List<Integer> stopping() {
    return Stream.concat(STOPPING.stream(), Resil.isNative() ? FAULTS.stream() : Stream.empty())
        .toList();
  }

  private static List<Integer> passedOn() {
    return Stream.concat(PASSED_ON.stream(), IntStream.rangeClosed(34, 64).boxed())
        .filter(signal -> Resil.isNative() || signal != STKFLT)
        .toList();
  }

  static Stream<Case> cases() {
    return Stream.of(Phase.values())
        .flatMap(phase -> stopping().stream().map(signal -> new Case(phase, signal)));
  }

  @BeforeEach
  void writeCommand() throws IOException {
    Files.writeString(folder.resolve("command"), COMMAND);
  }

  @Test
  void shouldCoverEverySignal() {
    List<Integer> known = new ArrayList<>(List.of(9, 19, ALRM)); // KILL and STOP cannot be handled
    known.add(CHLD); // which bash reports only if a child has ended
    Stream.of(STOPPING, FAULTS, PASSED_ON, SUSPENDING).forEach(known::addAll);
    IntStream.rangeClosed(34, 64).forEach(known::add);
    String list =
        new Shell(folder).run("for s in $(seq 64); do kill -l $s; done 2>/dev/null").out();
    assertThat(known).hasSameSizeAs(list.lines().toList()).doesNotHaveDuplicates();
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
      case HOOK -> duringAHook(c);
      case GROUP -> toTheGroup(c);
      case GROUP_DELAY -> toTheGroupDuringADelay(c);
    }
  }

  private void duringAnAttempt(Case c) throws Exception {
    Process resil = start("OBEY='exit 7' exec \"$RESIL\" run -q -k 60 -- bash command");
    awaitLog("ready");
    send(c.signal(), resil);
    assertEnd(resil, c.code(), "ready", log(c.signal()));
  }

  private void duringADelay(Case c) throws Exception {
    Process resil =
        start("exec \"$RESIL\" run -b 1h --max-delay 1h -- sh -c 'echo ready >>log; exit 1'");
    await(() -> read("err").contains("retrying in"));
    send(c.signal(), resil);
    assertEnd(resil, c.code(), "ready");
  }

  private void duringTheGrace(Case c) throws Exception {
    Process resil =
        EnoughTime.of(
            Duration.ofSeconds(1), this::startInItsGrace, started -> read("log").startsWith("r"));
    awaitLog("ready", log(TERM));
    send(c.signal(), resil);
    boolean sent = c.signal() != TERM; // already sent by the timeout
    if (sent) {
      awaitLog("ready", log(TERM), log(c.signal()));
    } else {
      send(USR1, resil);
      awaitLog("ready", log(TERM), log(USR1));
    }
    quit();
    assertEnd(resil, c.code(), "ready", log(TERM), log(sent ? c.signal() : USR1));
  }

  /** If the timeout came before the traps were set, it ended the command at once. */
  private Process startInItsGrace(String timeout) throws Exception {
    Files.deleteIfExists(folder.resolve("log"));
    Files.deleteIfExists(folder.resolve("quit"));
    Process resil = start("exec \"$RESIL\" run -q -n 1 -t " + timeout + " -k 60 -- bash command");
    await(() -> read("log").lines().anyMatch(log(TERM)::equals) || !resil.isAlive());
    if (!read("log").startsWith("ready")) {
      quit();
      resil.waitFor();
    }
    return resil;
  }

  private void beforeTheCommandIsThere(Case c) throws Exception {
    assertEnd(startWithPending(List.of(c.signal())), c.code());
  }

  /** Signals that have arrived before resil has begun. */
  private Process startWithPending(List<Integer> signals) throws IOException {
    String blocked = signals.stream().map(Object::toString).collect(joining(","));
    String kills = signals.stream().map(s -> "kill -" + s + " $$; ").collect(joining());
    return start(
        "touch quit; exec env --block-signal=%s bash -c '%sexec \"$RESIL\" run -q -- bash command'"
            .formatted(blocked, kills));
  }

  private void aSecondTime(Case c) throws Exception {
    Process resil = start("exec \"$RESIL\" run -q -k 60 -- bash command");
    awaitLog("ready");
    send(c.signal(), resil);
    awaitLog("ready", log(c.signal()));
    send(c.signal(), resil);
    assertEnd(resil, c.code(), "ready", log(c.signal()));
  }

  private void duringAHook(Case c) throws Exception {
    Process resil =
        start("OBEY='exit 7' exec \"$RESIL\" run -q -b 0 --on-retry 'exec bash command' -- false");
    awaitLog("ready");
    send(c.signal(), resil);
    assertEnd(resil, c.code(), "ready", log(c.signal()));
  }

  /** Once from its sender, and perhaps once more from resil, which cannot detect the first. */
  private void toTheGroup(Case c) throws Exception {
    Process resil =
        start(inItsOwnGroup("OBEY=: \"$RESIL\" run -q -k 60 --event-log events -- bash command"));
    awaitLog("ready");
    sendToGroup(c.signal());
    // a command that has ended by then has the last word
    await(() -> read("events").contains("signal_received"));
    quit();
    assertThat(resil.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(resil.exitValue()).as(read("err")).isEqualTo(c.code());
    assertThat(read("log").lines().distinct()).containsExactly("ready", log(c.signal()));
    assertNothingLeft();
  }

  private void toTheGroupDuringADelay(Case c) throws Exception {
    Process resil =
        start(
            inItsOwnGroup(
                "\"$RESIL\" run -b 1h --max-delay 1h -- sh -c 'echo ready >>log; exit 1'"));
    await(() -> read("err").contains("retrying in"));
    sendToGroup(c.signal());
    assertEnd(resil, c.code(), "ready");
  }

  /** The shell stays as the parent, so that the group is not orphaned. */
  private static String inItsOwnGroup(String line) {
    return "set -m; "
        + line
        + " & echo $! >group; while wait $! 2>/dev/null; code=$?; kill -0 $! 2>/dev/null;"
        + " do sleep 0.1; done; exit $code"; // 'wait' also returns if the job is stopped
  }

  private static String stoppable(String line) {
    return "set -m; " + line + " & echo $! >group; wait -f $! 2>/dev/null";
  }

  private void sendToGroup(int signal) throws Exception {
    await(() -> !read("group").isBlank());
    kill(signal, "-" + read("group").strip());
  }

  /** Also after a thread, such as the one that looked for Redis, which must not take them. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--state redis://127.0.0.1:1 --breaker b"})
  void shouldPassOnOtherSignalsOnceEach(String options) throws Exception {
    Process resil = start("exec \"$RESIL\" run -q " + options + " -- bash command");
    awaitLog("ready");
    List<String> log = sendEach(passedOn(), resil, "ready");
    quit();
    assertEnd(resil, 0, log.toArray(String[]::new));
  }

  @Test
  void shouldPassOnSignalsToATerminatingCommand() throws Exception {
    Process resil =
        EnoughTime.of(
            Duration.ofSeconds(1), this::startInItsGrace, started -> read("log").startsWith("r"));
    awaitLog("ready", log(TERM));
    List<String> log = sendEach(passedOn(), resil, "ready", log(TERM));
    quit();
    assertEnd(resil, 124, log.toArray(String[]::new));
  }

  @Test
  void shouldPassOnSignalsToAHook() throws Exception {
    Process resil = start("exec \"$RESIL\" run -q -n 1 --on-failure 'exec bash command' -- false");
    awaitLog("ready");
    List<String> log = sendEach(passedOn(), resil, "ready");
    quit();
    assertEnd(resil, 1, log.toArray(String[]::new));
  }

  @Test
  void shouldReachAllOfTheGroup() throws Exception {
    Process resil = start(inItsOwnGroup("\"$RESIL\" run -q -- bash command"));
    awaitLog("ready");
    for (int signal : passedOn()) {
      sendToGroup(signal);
      await(() -> read("log").lines().anyMatch(log(signal)::equals));
    }
    quit();
    assertThat(resil.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(resil.exitValue()).as(read("err")).isZero();
    assertNothingLeft();
  }

  /** Sends one after the other, each after the previous one has arrived. */
  private List<String> sendEach(List<Integer> signals, Process resil, String... before)
      throws Exception {
    List<String> log = new ArrayList<>(List.of(before));
    for (int signal : signals) {
      send(signal, resil);
      log.add(log(signal));
      awaitLog(log.toArray(String[]::new));
    }
    return log;
  }

  @Test
  void shouldHandleSignalsDuringADelay() throws Exception {
    Process resil =
        start("exec \"$RESIL\" run -b 1h --max-delay 1h -- sh -c 'echo ready >>log; exit 1'");
    await(() -> read("err").contains("retrying in"));
    for (int signal : passedOn()) {
      send(signal, resil);
    }
    send(TERM, resil); // it is still waiting
    assertEnd(resil, 143, "ready");
  }

  @Test
  void shouldHandleSignalsBeforeTheCommandStarts() throws Exception {
    assertEnd(startWithPending(passedOn()), 0, "ready");
  }

  @Test
  void shouldKeepIgnoredSignalsIgnored() throws Exception {
    List<Integer> ignored =
        Stream.of(stopping(), passedOn(), SUSPENDING, List.of(ALRM))
            .flatMap(List::stream)
            .filter(signal -> signal != USR1)
            .toList();
    String names = ignored.stream().map(Object::toString).collect(joining(" "));
    Process resil = start("trap '' " + names + "; exec \"$RESIL\" run -q -- bash command");
    awaitLog("ready");
    for (int signal : ignored) {
      send(signal, resil);
    }
    send(USR1, resil);
    awaitLog("ready", log(USR1)); // the others had no effect
    quit();
    assertEnd(resil, 0, "ready", log(USR1));
  }

  @Test
  void shouldTimeOutAtAnAlarm() throws Exception {
    Process attempt = start("OBEY='exit 7' exec \"$RESIL\" run -q -n 1 -k 60 -- bash command");
    awaitLog("ready");
    send(ALRM, attempt);
    assertEnd(attempt, 124, "ready", log(TERM));
    Files.delete(folder.resolve("log"));
    Process hook =
        start("exec \"$RESIL\" run -n 1 --on-failure 'exec bash command' -- sh -c 'exit 9'");
    awaitLog("ready");
    send(ALRM, hook);
    assertEnd(hook, 9, "ready");
    assertThat(read("err")).contains("--on-failure");
  }

  @Test
  void shouldRetryAfterAnAlarmAndEndDuringADelay() throws Exception {
    Process resil =
        start(
            "OBEY='exit 7' exec \"$RESIL\" run -n 2 -b 1h --max-delay 1h -k 60 --retry-on timeout"
                + " -- bash command");
    awaitLog("ready");
    send(ALRM, resil);
    await(() -> read("err").contains("retrying in"));
    send(ALRM, resil);
    assertEnd(resil, 142, "ready", log(TERM));
  }

  /** {@code perl -e 'alarm 5; exec ...'} limits a program's time. */
  @Test
  void shouldEndTheRunAtATimerSetByTheCaller() throws Exception {
    Needs.programs("python3");
    Process resil =
        start(
            "exec python3 -c 'import os, signal; signal.setitimer(signal.ITIMER_REAL, 5);"
                + " os.execvp(os.environ[\"RESIL\"], [\"resil\", \"run\", \"-q\", \"--\","
                + " \"bash\", \"-c\", \"echo $$ >pid; sleep 1000\"])'");
    assertEnd(resil, 142);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStopWithTheCommand(boolean jobControl) throws Exception {
    String line = "\"$RESIL\" run -q -- sh -c 'echo $$ >pid; exec sleep 1000'";
    Process shell = start(jobControl ? stoppable(line) : "echo $$ >group; exec setsid -w " + line);
    await(() -> !read("pid").isBlank());
    String command = read("pid").strip();
    String resil = parent(command);
    for (int signal : SUSPENDING) {
      kill(signal, resil);
      await(() -> state(resil).equals("T") && state(command).equals("T"));
      kill(CONT, resil);
      await(() -> !state(resil).equals("T") && !state(command).equals("T"));
    }
    kill(TERM, resil);
    assertEnd(shell, 143);
  }

  /** A process's parent, from proc_pid_stat(5). */
  private String parent(String pid) {
    return field(pid, 1);
  }

  /** R or S while it runs, T while it is stopped. */
  private String state(String pid) {
    return field(pid, 0);
  }

  private static String field(String pid, int index) {
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[index];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** KILL gives resil no chance to end the command. */
  @Test
  void shouldLeaveTheCommandRunningIfKilled() throws Exception {
    assertThat(commandOutlivesKilled("")).isTrue();
  }

  @Test
  void shouldEndTheCommandIfKilledAndAsked() throws Exception {
    assertThat(commandOutlivesKilled("--parent-death-signal KILL")).isFalse();
  }

  private boolean commandOutlivesKilled(String options) throws Exception {
    Process resil =
        start("exec \"$RESIL\" run -q " + options + " -- sh -c 'echo $$ >pid; exec sleep 1000'");
    await(() -> !read("pid").isBlank());
    ProcessHandle command = ProcessHandle.of(Long.parseLong(read("pid").strip())).orElseThrow();
    resil.destroyForcibly().waitFor();
    if (options.isEmpty()) {
      return command.isAlive() && command.destroyForcibly();
    }
    await(() -> !command.isAlive());
    return false;
  }

  @Test
  void shouldNotTakeOneTimeoutForTwoSignals() throws Exception {
    // timeout(1) signals its child and then its whole group: that is not a second signal
    Process resil =
        start(
            "OBEY='sleep 0.3; echo tidy >>log; exit 0'"
                + " exec timeout 1h \"$RESIL\" run -q -- bash command");
    awaitLog("ready");
    send(ALRM, resil); // times out
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

  private static String log(int signal) {
    return Integer.toString(signal);
  }

  private static void send(int signal, Process process) throws Exception {
    kill(signal, Long.toString(process.pid()));
  }

  private static void kill(int signal, String target) throws Exception {
    new ProcessBuilder("bash", "-c", "kill -" + signal + " -- " + target).start().waitFor();
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
    assertNothingLeft();
  }

  private void assertNothingLeft() {
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
