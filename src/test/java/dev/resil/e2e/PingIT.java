package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code --ping}: a monitoring service is told of a run, which does not depend on it. */
class PingIT {
  private static final byte[] OK = RecordingServer.answer("200 OK", "", "OK");
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @TempDir Path folder;

  private final RecordingServer server = new RecordingServer(request -> answer(request));
  private String status = "200 OK";

  private byte[] answer(RecordingServer.Request request) {
    return request.target().contains("/fixed/")
        ? RecordingServer.answer(status, "Location: /elsewhere\r\n", "")
        : OK;
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Resil run(String... arguments) {
    return Resil.with("run", "-q", "-b", "1ms", "-j", "none")
        .append(arguments)
        .in(folder)
        .variable("XDG_STATE_HOME", folder.toString());
  }

  private Resil pinged(String... arguments) {
    return run("--ping", server.url() + "/job").append(arguments);
  }

  /** The pings since the last call, with every run's id as ID. */
  private List<String> pings() {
    return server.taken().stream()
        .map(ping -> ping.method() + " " + ping.target().replaceAll(ID, "ID"))
        .toList();
  }

  @Test
  void shouldReportStartAndSuccessUnderTheIdOfTheRun() {
    Resil.Result result = pinged("-c", "echo $RESIL_RUN_ID").run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    List<RecordingServer.Request> pings = server.taken();
    String id = result.out().strip();
    assertThat(pings)
        .extracting(RecordingServer.Request::target)
        .containsExactly("/job/start?rid=" + id, "/job?rid=" + id);
    assertThat(pings)
        .allSatisfy(ping -> {
          assertThat(ping.method()).isEqualTo("GET");
          assertThat(ping.header("user-agent")).startsWith("resil/");
          assertThat(ping.body()).isEmpty();
        });
  }

  @Test
  void shouldReportEachWayInWhichARunEnds() {
    assertThat(pinged("-n", "3", "-c", "exit 7").run().exitCode()).isEqualTo(7);
    assertThat(pings()).containsExactly("GET /job/start?rid=ID", "GET /job/7?rid=ID");

    assertThat(pinged("-n", "1", "-t", "100ms", "sleep", "600").run().exitCode()).isEqualTo(124);
    assertThat(pings()).containsExactly("GET /job/start?rid=ID", "GET /job/124?rid=ID");

    assertThat(pinged("/nonexistent").run().exitCode()).isEqualTo(127);
    assertThat(pings()).containsExactly("GET /job/start?rid=ID", "GET /job/127?rid=ID");

    String[] guarded = {"-n", "1", "--breaker", "b", "--failure-threshold", "1"};
    run(guarded).append("false").run();
    assertThat(pinged(guarded).append("true").run().exitCode()).isEqualTo(75);
    assertThat(pings()).containsExactly("GET /job/75?rid=ID");

    assertThat(pinged(guarded).append("--when-open", "skip", "true").run().exitCode()).isZero();
    assertThat(pings()).containsExactly("GET /job?rid=ID");

    assertThat(pinged("-n", "1", "--fallback", "echo x", "false").run().out()).isEqualTo("x\n");
    assertThat(pings()).containsExactly("GET /job/start?rid=ID", "GET /job?rid=ID");

    String[] flaky = {"--fail-if-flaky", "-c", "exit $((2 - RESIL_ATTEMPT))"};
    assertThat(pinged(flaky).run().exitCode()).isEqualTo(1);
    assertThat(pings()).containsExactly("GET /job/start?rid=ID", "GET /job/1?rid=ID");

    assertThat(pinged("--success-on", "3", "-c", "exit 3").run().exitCode()).isEqualTo(3);
    assertThat(pings()).containsExactly("GET /job/start?rid=ID", "GET /job?rid=ID");
  }

  @Test
  void shouldReportAnInterruptedRunAsFailed() throws IOException {
    Resil resil = pinged("-c", "echo >running; sleep 600 & wait");
    Process process = resil.start();
    while (!Files.exists(folder.resolve("running"))) {
      Thread.onSpinWait();
    }
    process.destroy(); // TERM

    assertThat(resil.await(process).exitCode()).isEqualTo(128 + 15);
    assertThat(pings()).containsExactly("GET /job/start?rid=ID", "GET /job/143?rid=ID");
  }

  @Test
  void shouldReportARequest() {
    assertThat(
            Resil.with("http", "-q", "-n", "1", "--ping", server.url() + "/job")
                .append(server.url() + "/page")
                .run()
                .out())
        .isEqualTo("OK");
    assertThat(pings())
        .containsExactlyInAnyOrder("GET /job/start?rid=ID", "GET /page", "GET /job?rid=ID")
        .last()
        .isEqualTo("GET /job?rid=ID");
  }

  /** By way of a proxy, because these hosts are far away. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hc-ping.com/uuid           | /uuid/start?rid=ID | /uuid/7?rid=ID",
        "hc.example:8000/ping/k/job | /ping/k/job/start?rid=ID | /ping/k/job/7?rid=ID",
        "cronitor.link/p/key/job    | /p/key/job?state=run&series=ID"
            + " | /p/key/job?state=fail&status_code=7&series=ID&message=exit%20code%207",
        "kuma.example/api/push/token?status=up&msg=OK&ping="
            + " | | /api/push/token?status=down&msg=exit%20code%207&ping=N"
      })
  void shouldKnowTheServiceByItsUrl(String url, String start, String end) {
    run("-n", "1", "--ping", "http://" + url, "-c", "exit 7")
        .variable("http_proxy", server.url())
        .run();

    String host = "http://" + url.substring(0, url.indexOf('/'));
    assertThat(pings().stream().map(ping -> ping.replaceFirst("ping=\\d+", "ping=N")))
        .containsExactlyElementsOf(
            (start == null ? List.of(end) : List.of(start, end))
                .stream().map(target -> "GET " + host + target).toList());
  }

  @Test
  void shouldSendExactlyTheLastTenKilobytesOfTheLastAttempt() {
    String lines =
        IntStream.rangeClosed(1, 5000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    Resil.Result result =
        pinged("--ping-output", "-n", "2")
            .append("-c", "echo first-$RESIL_ATTEMPT; seq 5000; exit 7")
            .run();

    assertThat(result.out()).isEqualTo("first-1\n" + lines + "first-2\n" + lines);
    assertThat(result.err()).isEmpty();
    RecordingServer.Request end = server.taken().getLast();
    assertThat(end.method()).isEqualTo("POST");
    assertThat(end.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(end.body()).isEqualTo(lines.substring(lines.length() - 10_000));

    pinged("--ping-output", "-n", "2", "-c", "echo $RESIL_ATTEMPT; [ $RESIL_ATTEMPT = 2 ]").run();
    assertThat(server.taken().getLast().body()).isEqualTo("2\n");
    pinged("--ping-output", "-c", "echo err >&2").run();
    assertThat(server.taken().getLast().body()).isEqualTo("err\n");
    pinged("--ping-output", "true").run();
    assertThat(pings()).last().isEqualTo("GET /job?rid=ID");
  }

  @ParameterizedTest
  @CsvSource({"live", "final", "success", "failure"})
  void shouldSendOutputThatIsHeld(String mode) {
    pinged("--ping-output", "--stdout", mode, "-n", "1", "-c", "echo out; exit 7").run();
    assertThat(server.taken().getLast().body()).isEqualTo("out\n");
  }

  /** The cut is in the middle of the first é: two bytes each, with one byte at the end. */
  @Test
  void shouldSendWholeCharacters() {
    pinged("--ping-output", "--pty", "-c", "yes é | head -c 30000 | tr -d '\\n'; printf x").run();
    String body =
        new String(
            server.taken().getLast().body().getBytes(StandardCharsets.ISO_8859_1),
            StandardCharsets.UTF_8);
    assertThat(body).isEqualTo("é".repeat(4999) + "x");
  }

  @Test
  void shouldSendNoOutputUnasked() {
    pinged("-n", "1", "--stdout", "final", "-c", "echo out; exit 7").run();
    assertThat(server.taken())
        .allSatisfy(ping -> assertThat(ping.method() + ping.body()).isEqualTo("GET"));
  }

  /** The start is answered only once the command has run, and the end must wait for that. */
  @Test
  void shouldNeitherDelayTheCommandNorPingOutOfOrder() throws IOException {
    Path ran = folder.resolve("ran");
    List<String> order = new CopyOnWriteArrayList<>();
    try (RecordingServer slow =
        new RecordingServer((request, client) -> {
          boolean start = request.target().contains("/start");
          while (start && !Files.exists(ran)) {
            Thread.onSpinWait();
          }
          order.add(start ? "start" : "end");
          client.getOutputStream().write(OK);
          return true;
        })) {
      Resil.Result result = run("--ping", slow.url() + "/job", "touch", ran.toString()).run();
      assertThat(result.exitCode()).isZero();
    }
    assertThat(order).containsExactly("start", "end");
  }

  /** The first attempt ends once the start has been sent, so the second one begins beside it. */
  @Test
  void shouldKeepItsConnectionFromTheCommand() throws IOException {
    Path asked = folder.resolve("asked");
    Path seen = folder.resolve("seen");
    String plain = run("-c", "ls /proc/$$/fd").run().out();
    try (RecordingServer slow =
        new RecordingServer((request, client) -> {
          if (request.target().contains("/start")) {
            Files.createFile(asked);
            while (!Files.exists(seen)) {
              Thread.onSpinWait();
            }
          }
          client.getOutputStream().write(OK);
          return true;
        })) {
      Resil.Result result =
          run("-n", "2", "--ping", slow.url() + "/job", "-c")
              .append(
                  "if [ $RESIL_ATTEMPT = 1 ]; then while [ ! -e asked ]; do :; done; exit 1; fi;"
                      + " ls /proc/$$/fd; : >seen")
              .run();
      assertThat(result.out()).isEqualTo(plain);
    }
  }

  @Test
  void shouldTryTwiceMoreIfTheServerFailsAndOnlyThen() {
    status = "503 Unavailable";
    String url = "plain=" + server.url() + "/fixed/job";
    Resil.Result result = Resil.run("run", "--ping", url, "true");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .isEqualTo("resil: --ping: the end of the run was not reported: status 503\n");
    assertThat(pings()).hasSize(3);

    status = "404 Not Found";
    assertThat(Resil.run("run", "--ping", url, "true").err()).endsWith("reported: status 404\n");
    assertThat(pings()).hasSize(1);

    status = "301 Moved Permanently";
    assertThat(Resil.run("run", "--ping", url, "true").err())
        .endsWith("reported: status 301: redirects are not followed\n");
    assertThat(pings()).hasSize(1);
  }

  @Test
  void shouldWarnOnceIfTheServerIsDownAndChangeNothing() throws IOException {
    int port;
    try (ServerSocket free = RecordingServer.socket(0)) {
      port = free.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port + "/job";
    Resil.Result result =
        Resil.with("run", "-n", "1", "--ping", url, "--log-format", "json")
            .append("-c", "echo out; exit 7")
            .run();

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.errLines()).hasSize(2);
    JsonNode warning = JsonSchemas.named("event.schema.json").check(result.errLines().getLast());
    assertThat(warning.get("event").asString()).isEqualTo("ping_failed");
    assertThat(warning.get("part").asString()).isEqualTo("both");
    assertThat(warning.get("message").asString())
        .isEqualTo(
            "--ping: start and end of the run were not reported: cannot connect to the server:"
                + " Connection refused");

    result = run("--ping", url, "true").run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).as("with -q").isEmpty();
  }

  /** A server that accepts connections and answers nothing. */
  @Test
  void shouldWaitForASilentServerForFiveSecondsInAll() throws IOException {
    try (ServerSocket silent = RecordingServer.socket(0)) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/job";
      long begin = System.nanoTime();
      Resil.Result result = Resil.run("run", "--ping", url, "-n", "1", "-c", "exit 7");
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);

      assertThat(result.exitCode()).isEqualTo(7);
      assertThat(result.err())
          .endsWith(
              "resil: --ping: start and end of the run were not reported: no response in time\n");
      assertThat(taken).isBetween(Duration.ofSeconds(5), Duration.ofMinutes(2));
    }
  }

  @Test
  void shouldEndTheLastPingAtOnceAtASignal() throws IOException {
    try (ServerSocket silent = RecordingServer.socket(0)) {
      String url = "plain=http://127.0.0.1:" + silent.getLocalPort() + "/job";
      Resil resil = Resil.with("run", "--ping", url, "true");
      Process process = resil.start();
      try (Socket ping = silent.accept()) {
        assertThat(ping.getInputStream().read()).isEqualTo('G');
        process.destroy(); // TERM
        Resil.Result result = resil.await(process);
        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
            .isEqualTo("resil: --ping: the end of the run was not reported: stopped by SIGTERM\n");
      }
    }
  }

  @Test
  void shouldTakeTheUrlFromAProfileOrTheEnvironmentAndPassItOnToNothing() throws IOException {
    Files.writeString(
        folder.resolve("config.toml"),
        "[profiles.nightly]\nping-url = \"%s/job\"\nping-output = true\n".formatted(server.url()));
    Resil.Result result =
        run("--config", "config.toml", "--profile", "nightly", "-c", "echo out").run();
    assertThat(result.err()).isEmpty();
    assertThat(server.taken().getLast().body()).isEqualTo("out\n");

    for (String variable : List.of("RESIL_PING_URL", "RESIL_PING")) {
      result =
          run("-n", "2", "--on-retry", "env >&2", "--fallback", "env", "-c", "env; exit 1")
              .variable(variable, server.url() + "/secret")
              .run();
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).contains("RESIL_RUN_ID=").doesNotContain("secret", variable);
      assertThat(result.err()).contains("RESIL_EVENT=retry").doesNotContain("secret", variable);
      assertThat(pings()).contains("GET /secret/start?rid=ID", "GET /secret?rid=ID");
    }
  }

  /** A cloned repository must not make others ping, or send output anywhere. */
  @ParameterizedTest
  @CsvSource({"ping-url", "ping", "ping-output"})
  void shouldNotTakeThemFromAFileThatWasNotNamed(String key) throws IOException {
    Files.writeString(
        folder.resolve(".resil.toml"),
        "[defaults]\n%s = \"%s/s3cr3t\"\n".formatted(key, server.url()));
    Resil.Result result = run("echo", "ran").run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(key + ": cannot be set").doesNotContain("s3cr3t");
    assertThat(pings()).isEmpty();
  }
}
