package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * {@code --max-elapsed}: each row of docs/time-limits.md. Without the limit, most of these runs
 * would not end while anybody waits for them.
 */
@Execution(ExecutionMode.CONCURRENT)
class TimeLimitIT {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("report.schema.json");

  @TempDir Path folder;

  private Resil resil(String command, String... arguments) {
    return Resil.with(command, "--report", "report.json", "-j", "none")
        .append(arguments)
        .in(folder)
        .variable("XDG_STATE_HOME", folder.toString());
  }

  private Resil run(String... arguments) {
    return resil("run", arguments);
  }

  private JsonNode report() throws IOException {
    return SCHEMA.check(Files.readString(folder.resolve("report.json")).strip());
  }

  private void assertNotRun(Resil.Result result, String name) throws IOException {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(124);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .endsWith("resil: " + name + " was not run: --max-elapsed left no time for it\n");
    assertThat(report().get("result").asString()).isEqualTo("failure");
    assertThat(report().get("reason").asString()).isEqualTo("time_limit");
    assertThat(report().get("exit_code_from").asString()).isEqualTo("resil");
    assertThat(report().get("attempts")).isEmpty();
  }

  @Test
  void shouldNotWaitForASplayThatEndsLater() throws IOException {
    String[] policy = {"-T", "500ms", "--splay", "100d", "--seed", "1"};
    assertNotRun(run(policy).append("echo", "ran").run(), "echo");

    Resil.Result plan = Resil.with("plan").append(policy).append("--json").run();
    assertThat(JsonSchemas.named("plan.schema.json").check(plan.out()).get("attempts")).isEmpty();

    try (Silent server = new Silent()) {
      Resil.Result request = resil("http", policy).append(server.url()).run();
      assertNotRun(request, "GET " + server.url());
    }
  }

  @Test
  void shouldNotWaitLongerForABreakersLock() throws IOException {
    String[] guarded = {
      "--breaker", "api", "--failure-threshold", "1", "--recovery-timeout", "1ms"
    };
    run(guarded).append("-n", "1", "false").run();
    try (FileChannel channel =
            FileChannel.open(folder.resolve("resil/breaker/.lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      Resil.Result result = run(guarded).append("-T", "300ms", "echo", "ran").run();
      assertThat(result.err()).contains(" could not be locked within ");
      assertNotRun(result, "echo");
    }
  }

  @Test
  void shouldNotWaitLongerForRedis() throws IOException {
    try (Silent server = new Silent()) {
      String place = "redis://127.0.0.1:" + server.port() + "?timeout=1h";
      Resil.Result result =
          run("-T", "300ms", "--breaker", "api", "--state", place, "echo", "ran").run();
      assertThat(result.err()).contains(": no answer in the time that was left: ");
      assertNotRun(result, "echo");
    }
  }

  @Test
  void shouldNotWaitForAPermitThatComesLater() throws IOException {
    String[] guarded = {"--breaker", "api", "--failure-threshold", "1", "--recovery-timeout", "1d"};
    run(guarded).append("-n", "1", "false").run();
    Resil.Result result =
        run(guarded).append("-T", "10s", "--when-open", "wait", "echo", "ran").run();
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(report().get("reason").asString()).isEqualTo("rejected");
  }

  @Test
  void shouldStopAnAttempt() throws IOException {
    assertThat(run("-T", "300ms", "-t", "1d", "sleep", "100000").run().exitCode()).isEqualTo(124);
    assertThat(report().get("reason").asString()).isEqualTo("time_limit");
    assertThat(report().at("/attempts/0/outcome").asString()).isEqualTo("timeout");
    try (Silent server = new Silent()) {
      Resil.Result result =
          resil("http", "-T", "300ms", "--hedge", "100ms", "--connect-timeout", "1d")
              .append(server.url())
              .run();
      assertThat(result.exitCode()).isEqualTo(124);
      assertThat(report().get("reason").asString()).isEqualTo("time_limit");
    }
  }

  @Test
  void shouldNotBeginADelayThatEndsLater() throws IOException {
    Resil.Result result = run("-T", "1h", "-b", "2h", "--max-delay", "0", "-c", "exit 7").run();
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(report().get("reason").asString()).isEqualTo("time_limit");
  }

  @Test
  void shouldEndAHookBeforeARetry() throws IOException {
    Resil.Result result =
        run("-T", "2s", "-b", "10ms", "--on-retry", "sleep 1000", "-c", "exit 7").run();
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.err())
        .contains("resil: --on-retry: killed after running for ")
        .doesNotContain("running for 10s")
        .contains("; no time left for another attempt");
    assertThat(report().get("reason").asString()).isEqualTo("time_limit");
    assertThat(report().get("attempts")).hasSize(1);
  }

  @Test
  void shouldKillAfterTheGrace() throws IOException {
    Resil.Result result =
        run("-T", "300ms", "-k", "300ms", "-c", "trap '' TERM; while :; do sleep 1000; done").run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(report().get("duration").asDouble()).isGreaterThanOrEqualTo(0.6);
  }

  @Test
  void shouldStillRunTheFallbackAndTheLastHooks() throws IOException {
    Resil.Result result =
        run("-T", "300ms", "--breaker", "b", "--failure-threshold", "1")
            .append("--on-state-change", "echo open >open", "--on-failure", "echo failed >failed")
            .append("--fallback", "sleep 0.5; echo instead", "sleep", "100000")
            .run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("instead\n");
    assertThat(report().at("/fallback/source").asString()).isEqualTo("line");
    assertThat(folder.resolve("open")).exists();
    assertThat(folder.resolve("failed")).exists();
  }

  @Test
  void shouldEndAFallbackAtItsOwnLimit() throws IOException {
    Resil.Result result =
        run("-n", "1", "--fallback-timeout", "300ms")
            .append("--fallback", "trap '' TERM; while :; do sleep 1000; done", "false")
            .run();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err()).endsWith("resil: the fallback timed out\n");
    assertThat(report().at("/fallback/outcome").asString()).isEqualTo("timeout");
  }

  @Test
  void shouldRunAFallbackAsLongAsItTakesWithoutLimits() {
    Resil.Result result = run("-n", "1", "--fallback", "sleep 0.3; echo instead", "false").run();
    assertThat(result.out()).isEqualTo("instead\n");
  }

  /** A server to which one can connect, and which never says a word. */
  private static final class Silent implements AutoCloseable {
    private final ServerSocket socket;

    Silent() throws IOException {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    int port() {
      return socket.getLocalPort();
    }

    String url() {
      return "http://127.0.0.1:" + port() + "/";
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
