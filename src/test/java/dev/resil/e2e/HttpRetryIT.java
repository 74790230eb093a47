package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions under which a request is repeated. */
@Execution(ExecutionMode.CONCURRENT)
class HttpRetryIT extends HttpAttempts {
  // ---- which failures

  @ParameterizedTest
  @CsvSource({
    "--retry-on, status:404, 404, 3",
    "--retry-on, status:5xx, 404, 1",
    "--retry-on, any, 418, 3",
    "--no-retry-on, status:500-503, 503, 1",
    "--success-on, status:503, 503, 1",
    "--retry-on, header~(?i)^x-again: yes, 400, 3",
    "--retry-on, header~^x-again: no, 400, 1",
    "--retry-on, 'body~try (later|again),', 400, 3",
    "--no-retry-on, body~^gone, 503, 1",
    "--no-retry-on, 'status:400,body~later', 503, 1"
  })
  void shouldJudgeByStatusHeadersAndBody(String option, String list, int status, int requests) {
    try (RecordingServer server =
        answering(status(status, "X-Again: yes\r\n", "gone\nplease try later, thanks\n"))) {
      http(option, list, server.url());
      assertThat(server.taken()).hasSize(requests);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-s, 403, Retry-After: 0, 3",
    "-s, 403, X-RateLimit-Remaining: 0|X-RateLimit-Reset: 1700000000, 3",
    "-s, 403, X-RateLimit-Remaining: 5|X-RateLimit-Reset: 1700000000, 1",
    "-s, 403, X-None: 0, 1",
    "--no-retry-on=rate-limited, 429, Retry-After: 0, 1",
    "--no-retry-on=status:403, 403, Retry-After: 0, 1",
    "--retry-on=rate-limited, 503, Retry-After: 0, 1",
    "-s, 522, X-None: 0, 3",
    "-s, 525, X-None: 0, 1"
  })
  void shouldRetryIfTheServerLimitsTheRateOrCannotBeReached(
      String option, int status, String headers, int requests) {
    try (RecordingServer server =
        answering(status(status, headers.replace("|", "\r\n") + "\r\n", ""))) {
      assertThat(http(option, server.url()).exitCode()).isEqualTo(22);
      assertThat(server.taken()).hasSize(requests);
    }
  }

  @Test
  void shouldSayThatARetryAfterWasNotUnderstood() {
    try (RecordingServer server =
        answering(status(503, "Retry-After: soon\r\n", ""), status(200, "", "ok"))) {
      assertThat(http("-v", server.url()).err())
          .contains("'Retry-After: soon' is ignored: neither seconds nor a date");
    }
  }

  @Test
  void shouldWaitForAnAnswerThatMatchesAndOutputOnlyThat() {
    try (RecordingServer server =
        answering(status(200, "", "state: pending\n"), status(200, "", "state: done\n"))) {
      Resil.Result result =
          http("--success-on", "body~^state: done$", "--retry-on", "any", server.url());
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.out()).isEqualTo("state: done\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "connect, 7, http://127.0.0.1:1/",
    "dns, 6, http://no-such-host.invalid/",
    "read, 56, {url}/cut/empty",
    "redirect, 47, {url}/away"
  })
  void shouldReportTheStageAtWhichARequestFailed(String fault, int exitCode, String url) {
    try (RecordingServer server =
        answering(
            url.endsWith("away") ? status(302, "Location: ftp://elsewhere/\r\n", "") : LOST)) {
      String target = url.replace("{url}", server.url());
      assertThat(http("-q", "-L", "-n", "2", "--retry-on", fault, target).exitCode())
          .isEqualTo(exitCode);
      assertThat(report().get("attempts")).hasSize(2);
      assertThat(attempt(2).get("outcome").asString()).isEqualTo(fault);
      http("-q", "-L", "-n", "2", "--no-retry-on", fault, target);
      assertThat(report().get("attempts")).hasSize(1);
    }
  }

  @Test
  void shouldNameEveryHop() throws IOException {
    int gone;
    try (ServerSocket socket = new ServerSocket(0)) {
      gone = socket.getLocalPort();
    }
    String lost = "http://127.0.0.1:" + gone + "/lost";
    try (RecordingServer server =
        new RecordingServer(request ->
            switch (request.target().split("\\?", 2)[0]) {
              case "/a" -> status(303, "Location: /b?c=s3cr3t\r\n", "");
              case "/b" -> status(302, "Location: " + lost + "?s3cr3t\r\n", "");
              default -> LOST;
            })) {
      String url = server.url();
      Resil.Result result = http("-v", "-n", "1", "-L", "-d", "x", url + "/a");
      assertThat(result.err())
          .contains(
              "resil: POST " + url + "/a: status 303",
              "resil: GET " + url + "/b: status 302",
              "resil: GET " + lost + ": no response",
              "(redirected to " + lost + ")")
          .doesNotContain("s3cr3t");
    }
  }

  // ---- when

  @Test
  void shouldTakeADateByTheServersClock() {
    Instant server = Instant.now().minusSeconds(5000);
    DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    String headers =
        "Date: %s\r\nRetry-After: %s\r\n"
            .formatted(format.format(server), format.format(server.plusSeconds(1)));
    try (RecordingServer slow = answering(status(503, headers, ""), status(200, "", "now\n"))) {
      Resil.Result result = http("-v", slow.url());
      assertThat(result.out()).as(result.err()).isEqualTo("now\n");
      assertThat(result.err())
          .contains("retrying in 1s")
          .contains("the server asks for 1s (Retry-After); GET is idempotent");
      assertThat(attempt(1).get("delay").asDouble()).isEqualTo(1.0);
    }
  }

  @Test
  void shouldHonourARateLimit() {
    try (RecordingServer server =
        answering(status(429, "RateLimit-Remaining: 0\r\nRateLimit-Reset: 600\r\n", ""))) {
      Resil.Result result = http(server.url());
      assertThat(result.exitCode()).isEqualTo(22);
      assertThat(result.err())
          .contains(
              "not retried: the server asks for 10m (RateLimit-Reset), more than"
                  + " --max-retry-after");
      assertThat(server.taken()).hasSize(1);
    }
  }

  @Test
  void shouldLetEachConnectionOfAChainOfRedirectsTakeItsTime() {
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          if (request.target().equals("/ok")) {
            client.getOutputStream().write(status(200, "", "there\n"));
          } else {
            pauseFor(3100); // longer than a connection may take
            client
                .getOutputStream()
                .write(status(302, "Location: /ok\r\nConnection: close\r\n", ""));
          }
          return false;
        })) {
      Resil.Result result = http("-L", "--connect-timeout", "3s", server.url());
      assertThat(result.out()).as(result.err()).isEqualTo("there\n");
    }
  }

  private static void pauseFor(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- idempotency keys

  @Test
  void shouldKeepAKeyFromRunToRun() throws IOException {
    try (RecordingServer server =
        answering(status(503, "", ""), status(503, "", ""), status(200, "", ""))) {
      String[] pay = {
        "-q", "-n", "2", "-d", "amount=100", "--idempotency-key", "from:key", server.url()
      };
      assertThat(http(pay).exitCode()).isEqualTo(22);
      String key = Files.readString(folder.resolve("key")).strip();
      assertThat(http(pay).exitCode()).isZero();

      assertThat(server.taken())
          .extracting(request -> request.header("idempotency-key"))
          .hasSize(3)
          .containsOnly(key);
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
          .isEqualTo("rw-------");

      Files.writeString(folder.resolve("key"), "two\nlines\n");
      Resil.Result refused = http(pay);
      assertThat(refused.exitCode()).isEqualTo(125);
      assertThat(refused.err())
          .startsWith(
              "resil: --idempotency-key from:key: does not contain a key of printable ASCII");
      assertThat(server.taken()).isEmpty();
    }
  }

  @Test
  void shouldMakeANewKeyForEachRun() {
    try (RecordingServer server = answering(status(200, "", ""))) {
      http("-d", "x", "--idempotency-key", "auto", server.url());
      String first = report().get("run_id").asString();
      http("-d", "x", "--idempotency-key", "auto", server.url());
      String second = report().get("run_id").asString();
      assertThat(server.taken())
          .extracting(request -> request.header("idempotency-key"))
          .containsExactly(first, second)
          .doesNotHaveDuplicates();
    }
  }

  // ---- two requests at once

  @Test
  void shouldHedgeASlowRequest() throws Exception {
    CountDownLatch firstGone = new CountDownLatch(1);
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          if (number[0]++ > 0) {
            client.getOutputStream().write(status(200, "", "second\n"));
            return true;
          }
          // no answer until the client closes
          if (client.getInputStream().read() < 0) {
            firstGone.countDown();
          }
          return false;
        })) {
      Resil.Result result = http("--hedge", "50ms", server.url());
      assertThat(result.out()).as(result.err()).isEqualTo("second\n");
      assertThat(firstGone.await(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(server.taken()).hasSize(2);
      assertThat(report().get("attempts")).hasSize(1);
      assertThat(attempt(1).get("http").get("hedged").asBoolean()).isTrue();
    }
  }

  @Test
  void shouldNotHedgeAnUnsafeRequest() {
    CountDownLatch patience = new CountDownLatch(1);
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          try {
            assertThat(patience.await(400, TimeUnit.MILLISECONDS)).isFalse();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          client.getOutputStream().write(status(200, "", "once\n"));
          return true;
        })) {
      Resil.Result result = http("--hedge", "1ms", "-X", "PUT", "-d", "x", server.url());
      assertThat(result.out()).isEqualTo("once\n");
      assertThat(server.taken()).hasSize(1);
      assertThat(attempt(1).get("http").get("hedged").asBoolean()).isFalse();
    }
  }

  // ---- a breaker per host

  @Test
  void shouldShareABreakerPerHost() {
    try (RecordingServer server =
        answering(status(404, "", ""), status(404, "", ""), status(503, "", ""))) {
      String[] guarded = {
        "-q", "-n", "2", "--breaker", "auto", "--failure-threshold", "2", server.url() + "/a"
      };
      // a missing page does not count against a server
      assertThat(http(guarded).exitCode()).isEqualTo(22);
      assertThat(http(guarded).exitCode()).isEqualTo(22);
      assertThat(http(guarded).exitCode()).isEqualTo(22);
      server.taken();

      Resil.Result rejected = http("-n", "2", "--breaker", "auto", server.url() + "/b");
      assertThat(rejected.exitCode()).isEqualTo(75);
      assertThat(rejected.err()).contains("127.0.0.1:" + server.port());
      assertThat(server.taken()).isEmpty();
      assertThat(report().get("breaker").get("name").asString())
          .isEqualTo("127.0.0.1:" + server.port());
    }
  }

  @Test
  void shouldNotRetryIfAProxyRefuses() {
    try (RecordingServer proxy =
        new RecordingServer(request -> status(407, "Proxy-Authenticate: Basic\r\n", ""))) {
      Resil.Result result =
          http("-x", "http://127.0.0.1:" + proxy.port(), "https://secret.invalid/");
      assertThat(result.exitCode()).isEqualTo(7);
      assertThat(result.err())
          .contains(
              "failed: the proxy refused a tunnel to secret.invalid:443: status 407",
              "not retried: the proxy refuses the request");
      assertThat(proxy.taken())
          .extracting(request -> request.method() + " " + request.target())
          .containsExactly("CONNECT secret.invalid:443");
    }
    try (RecordingServer proxy = new RecordingServer(request -> status(503, "", ""))) {
      http("-q", "-x", "http://127.0.0.1:" + proxy.port(), "-d", "x", "https://a.invalid/");
      assertThat(proxy.taken()).hasSize(3);
    }
  }

  /** More attempts than a process may have files open. */
  @Test
  void shouldKeepNothingOpenFromOneAttemptToTheNext() {
    try (RecordingServer server = answering(LOST)) {
      Shell.Result result =
          new Shell(folder)
              .run("ulimit -n 100; resil http -q -n 300 -b 0 " + server.url() + "/cut/empty");
      assertThat(result.exitCode()).as(result.err()).isEqualTo(56);
      assertThat(server.taken()).hasSize(300);
    }
  }

  @Test
  void shouldTakeTheFileNameFromTheUrlAsSent() {
    try (RecordingServer server = answering(status(200, "", "x"))) {
      http("-q", "-O", server.url() + "/..%2Fa%20b?c");
      assertThat(folder.resolve("..%2Fa%20b")).hasContent("x");
    }
  }

  @Test
  void shouldReplayABodyFromAPipe() {
    try (RecordingServer server = answering(status(503, "", ""), status(200, "", "ok"))) {
      Resil.Result result =
          Resil.with("http", "-q", "-b", "0", "-X", "PUT", "--data-binary", "@-", server.url())
              .stdin("once\n")
              .run();
      assertThat(result.out()).isEqualTo("ok");
      assertThat(server.taken())
          .extracting(RecordingServer.Request::body)
          .containsExactly("once\n", "once\n");
    }
  }
}
