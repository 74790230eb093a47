package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.redis.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code resil wait}: its conditions, its end, and the command that it becomes. */
class WaitIT {
  @TempDir Path folder;

  private Resil waiting(String... arguments) {
    return Resil.with("wait", "-b", "10ms", "--backoff", "constant", "-T", "2m")
        .append(arguments)
        .in(folder);
  }

  private static ServerSocket server(String address) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    return server;
  }

  private static String tcp(ServerSocket server) {
    String host = server.getInetAddress().getHostAddress();
    return "tcp:" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getLocalPort();
  }

  /** Starts it, and goes on once it has said a text on stderr. */
  private Process startedUntil(Resil resil, Path said, String text) throws Exception {
    Process process = resil.start();
    Resil.awaitText(process, said, text);
    return process;
  }

  @Test
  void shouldBecomeTheCommandIfAllConditionsHold() throws Exception {
    try (ServerSocket four = server("127.0.0.1");
        ServerSocket six = server("::1")) {
      Files.writeString(folder.resolve("file"), "x");
      Resil.Result result =
          waiting(tcp(four), tcp(six), "file:file>0", "cmd:exit 0", "dns:localhost")
              .append("after:@0", "pid:999999999", "process:no-such-name")
              .append("--", "sh", "-c", "echo \"$0 $*\"; exit 3", "a", "--", "tcp:x")
              .run();
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo("a -- tcp:x\n");
      assertThat(result.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void shouldWaitForAUnixSocket() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
      assertThat(waiting("unix:s").run().exitCode()).isZero();
    }
    Resil.Result gone = waiting("--fail-fast", "connect", "unix:s").run();
    assertThat(gone.exitCode()).isEqualTo(7);
    assertThat(gone.err()).contains("unix:s does not hold: Connection refused");
  }

  /** The command must not run, whatever comes after. */
  @Test
  void shouldNameEachConditionThatDidNotHold() {
    try (ClosedPort port = new ClosedPort()) {
      String closed = "tcp:127.0.0.1:" + port.number();
      Resil.Result result =
          waiting("-T", "2s", closed, "file:a", "cmd:exit 3", "cmd:true")
              .append("--", "touch", "ran")
              .run();
      assertThat(result.exitCode()).isEqualTo(124);
      assertThat(result.errLines())
          .contains(
              "resil: waiting for " + closed + ": Connection refused",
              "resil: " + closed + " did not hold within 2s: Connection refused",
              "resil: file:a did not hold within 2s: does not exist",
              "resil: cmd:'exit 3' did not hold within 2s: exit code 3")
          .noneMatch(line -> line.contains("cmd:true"));
      assertThat(folder.resolve("ran")).doesNotExist();
    }
  }

  @Test
  void shouldSayNothingIfQuiet() {
    Resil.Result result = waiting("-q", "-T", "20ms", "file:a").run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err()).isEmpty();
  }

  @Test
  @SuppressWarnings("try") // closed early
  void shouldGoOnOnceAServerListens() throws Exception {
    Path err = folder.resolve("err");
    int port;
    try (ClosedPort closed = new ClosedPort()) {
      port = closed.number();
      Resil resil = waiting("--event-log", "err", "tcp:127.0.0.1:" + port, "--", "echo", "up");
      Process process = startedUntil(resil, err, "Connection refused");
      closed.close();
      try (ServerSocket late = new ServerSocket()) {
        late.setReuseAddress(true);
        late.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Resil.Result result = resil.await(process);
        assertThat(result.out()).isEqualTo("up\n");
        assertThat(result.err()).contains("holds: accepts connections, after ");
      }
    }
  }

  /** One that accepts and never answers, one that never accepts, and a command that hangs. */
  @Test
  void shouldNotHangWithAHungCheck() throws Exception {
    try (ServerSocket hung = server("127.0.0.1")) {
      String url = "http://127.0.0.1:" + hung.getLocalPort() + "/";
      Resil.Result result =
          waiting("-t", "30ms", "-T", "2s", url, "cmd:exec sleep 600", "file:a").run();
      assertThat(result.exitCode()).isEqualTo(124);
      assertThat(result.err())
          .contains(
              url + " did not hold within 2s: no answer within 30ms",
              "cmd:'exec sleep 600' did not hold within 2s: no answer within 30ms",
              "file:a did not hold within 2s: does not exist");
    }
  }

  @Test
  void shouldKillAllProcessesOfAHungCommandLine() throws Exception {
    String line = "setsid sh -c 'echo $$ >>pids; exec sleep 600' & echo $$ >>pids; sleep 600";
    List<String> pids =
        EnoughTime.of(
            Duration.ofMillis(200),
            time -> {
              Files.deleteIfExists(folder.resolve("pids"));
              waiting("-t", time, "-T", "3s", "cmd:" + line).run();
              return Files.exists(folder.resolve("pids"))
                  ? Files.readAllLines(folder.resolve("pids"))
                  : List.of();
            },
            all -> all.size() >= 2);
    assertThat(pids).hasSizeGreaterThanOrEqualTo(2);
    for (String pid : pids) {
      while (ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent()
          && !isZombie(pid)) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean isZombie(String pid) throws IOException {
    Path stat = Path.of("/proc", pid, "stat");
    return Files.exists(stat) && Files.readString(stat).contains(") Z ");
  }

  @Test
  @SuppressWarnings("try") // closed early
  void shouldWaitForTheEndOfAServer() throws Exception {
    try (ServerSocket server = server("127.0.0.1")) {
      Resil resil = waiting("--not", "--event-log", "log", tcp(server), "--", "echo", "gone");
      Process process = startedUntil(resil, folder.resolve("log"), "accepts connections");
      server.close();
      Resil.Result result = resil.await(process);
      assertThat(result.out()).isEqualTo("gone\n");
      assertThat(result.errLines().getLast())
          .startsWith("resil: " + tcp(server) + " no longer holds: Connection refused, after ");
    }
  }

  @Test
  void shouldWaitForTheEndOfAProcess() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    Resil resil = waiting("--event-log", "log", "pid:" + other.pid());
    Process process = startedUntil(resil, folder.resolve("log"), "sleep is running");
    other.destroyForcibly();
    assertThat(resil.await(process).exitCode()).isZero();
  }

  @Test
  void shouldFindAProcessByItsName() throws Exception {
    String name = "resil-" + ProcessHandle.current().pid(); // longer than the kernel keeps
    Files.copy(Path.of("/bin/sleep"), folder.resolve(name + "-sleeping"));
    folder.resolve(name + "-sleeping").toFile().setExecutable(true);
    Process other =
        new ProcessBuilder(folder.resolve(name + "-sleeping").toString(), "600").start();
    try {
      String condition = "process:" + name + "-sleeping";
      assertThat(waiting("--not", condition).run().exitCode()).isZero();
      Resil.Result running = waiting("-T", "2s", condition).run();
      assertThat(running.exitCode()).isEqualTo(124);
      assertThat(running.err()).contains("process " + other.pid() + " is running");
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void shouldBeContentWithAnyCondition() {
    Resil.Result result = waiting("--any", "file:a", "file:" + folder, "--", "echo", "x").run();
    assertThat(result.out()).isEqualTo("x\n");
  }

  @Test
  void shouldWantSeveralSuccessesInARow() throws Exception {
    String line = "echo x >>n; [ $(wc -l <n) -ne 2 ]";
    assertThat(waiting("--times", "3", "cmd:" + line).run().exitCode()).isZero();
    assertThat(Files.readAllLines(folder.resolve("n"))).hasSize(5);
  }

  @Test
  void shouldJudgeAnswersAsRequestsDo() throws Exception {
    RecordingServer.Answers answers =
        request -> RecordingServer.answer(request.target().substring(1) + " x", "", "ready");
    try (RecordingServer server = new RecordingServer(answers)) {
      assertThat(waiting(server.url() + "/301").run().exitCode()).isZero();
      Resil.Result busy = waiting("-T", "2s", server.url() + "/503").run();
      assertThat(busy.exitCode()).isEqualTo(124);
      assertThat(busy.err()).contains("/503 did not hold within 2s: status 503");
      assertThat(waiting("--success-on", "status:503", server.url() + "/503").run().exitCode())
          .isZero();
      assertThat(waiting("--success-on", "body~^ready$", server.url() + "/404").run().exitCode())
          .isZero();
      Resil.Result refused =
          waiting("--fail-fast", "status:401", server.url() + "/401", "--", "touch", "ran").run();
      assertThat(refused.exitCode()).isEqualTo(22);
      assertThat(refused.err()).contains("/401 does not hold: status 401", "--fail-fast");
      assertThat(folder.resolve("ran")).doesNotExist();
      waiting("-H", "X-Token: s3cret", server.url() + "/200").run();
      assertThat(server.taken().getLast().header("x-token")).isEqualTo("s3cret");
    }
  }

  @Test
  void shouldGiveUpWithTheExitCodeOfTheCommandLine() {
    Resil.Result result = waiting("--fail-fast", "exit:3", "cmd:exit 3", "file:a").run();
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void shouldWaitForManyConditionsAtOnce() throws Exception {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress("0.0.0.0", 0), 200); // accepts none of them
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add("tcp:127.0.0." + (i + 1) + ":" + server.getLocalPort());
        all.add("file:" + i);
        Files.createFile(folder.resolve("" + i));
      }
      Resil.Result result = waiting(all.toArray(String[]::new)).append("--report", "r").run();
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
      assertThat(Files.readString(folder.resolve("r")).split("\"met\":true", -1)).hasSize(201);
    }
  }

  @Test
  void shouldReportWhatItWaitedFor() throws Exception {
    Resil.Result result = waiting("-T", "2s", "--report", "r.json", "file:a", "cmd:true").run();
    assertThat(result.exitCode()).isEqualTo(124);
    String report = Files.readString(folder.resolve("r.json"));
    assertThat(report)
        .contains(
            "\"condition\":\"file:a\",\"met\":false,\"answer\":\"does not exist\"",
            "\"condition\":\"cmd:true\",\"met\":true,\"answer\":\"exit code 0\"",
            "\"result\":\"failure\"",
            "\"exit_code\":124");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void shouldStopAtASignal(String signal) throws Exception {
    Resil resil = waiting("--event-log", "log", "cmd:sleep 600", "file:a", "--", "touch", "ran");
    Process process = startedUntil(resil, folder.resolve("log"), "does not exist");
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    Resil.Result result = resil.await(process);
    assertThat(result.exitCode()).isEqualTo(signal.equals("TERM") ? 143 : 130);
    assertThat(result.err()).contains("stopped by SIG" + signal);
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void shouldReportACommandThatCannotBeFound() {
    Resil.Result result = waiting("cmd:true", "--", "no-such-command").run();
    assertThat(result.exitCode()).isEqualTo(127);
    assertThat(result.err())
        .isEqualTo("resil: no-such-command was not found: No such file or directory\n");
    assertThat(waiting("cmd:true", "--", "/etc/passwd").run().exitCode()).isEqualTo(126);
  }

  @Test
  void shouldAskABreakerOnce() {
    String[] guarded = {"--breaker", "db", "--failure-threshold", "1", "--state", "state"};
    assertThat(waiting(guarded).append("-T", "2s", "file:a").run().exitCode()).isEqualTo(124);
    Resil.Result open = waiting(guarded).append("file:/", "--", "touch", "ran").run();
    assertThat(open.exitCode()).isEqualTo(75);
    assertThat(open.err()).contains("wait was not run: breaker db is open");
    Resil.Result skipped =
        waiting(guarded).append("--when-open", "skip", "file:/", "--", "touch", "ran").run();
    assertThat(skipped.exitCode()).isZero();
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void shouldTakeItsOptionsFromAProfile() throws Exception {
    Files.writeString(
        folder.resolve("c.toml"), "[profiles.db]\nmax-elapsed = \"20ms\"\nquiet = true\n");
    Resil.Result result =
        Resil.with("wait", "--config", "c.toml", "--profile", "db", "file:a").in(folder).run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void shouldWaitBeforeEachAttemptOfARun() throws Exception {
    Files.createFile(folder.resolve("ready"));
    Resil.Result result =
        Resil.with("run", "-n", "2", "-b", "0", "-T", "2m", "--wait-for", "file:ready")
            .append("--on-retry", "touch ready")
            .append("--", "sh", "-c", "rm ready && [ $RESIL_ATTEMPT -eq 2 ]")
            .in(folder)
            .run();
    assertThat(result.exitCode()).isZero();
    assertThat(folder.resolve("ready")).doesNotExist();
  }

  @Test
  void shouldNotRunACommandWithoutItsCondition() {
    Resil.Result result =
        Resil.with("run", "-T", "2s", "--wait-for", "file:ready", "--", "touch", "ran")
            .in(folder)
            .run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err())
        .contains("file:ready did not hold within ", "touch was not run: --max-elapsed");
    assertThat(folder.resolve("ran")).doesNotExist();
  }
}
