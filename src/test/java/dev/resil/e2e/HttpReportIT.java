package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Reports and messages about requests. */
@Execution(ExecutionMode.CONCURRENT)
class HttpReportIT extends HttpAttempts {
  @Test
  void shouldReportTheTransfer() {
    try (RecordingServer server =
        answering(
            status(503, "", "busy"),
            status(302, "Location: /there\r\n", ""),
            status(200, "", "all is well"))) {
      Resil.Result result = http("-L", "-X", "PUT", "-d", "abc", server.url() + "/?token=secret");
      assertThat(result.exitCode()).as(result.err()).isZero();

      assertThat(report().toString()).doesNotContain("secret");
      assertThat(report().get("method").asString()).isEqualTo("PUT");
      assertThat(report().get("url").asString()).isEqualTo(server.url() + "/");
      assertThat(attempt(1).get("repeat").asString()).isEqualTo("PUT is idempotent");
      JsonNode first = attempt(1).get("http");
      assertThat(first.get("status").asInt()).isEqualTo(503);
      assertThat(first.get("bytes_received").asInt()).isZero(); // of an error that is not shown
      assertThat(first.get("bytes_sent").asInt()).isEqualTo(3);
      assertThat(first.get("protocol").asString()).isEqualTo("HTTP/1.1");
      assertThat(first.get("remote_address").asString()).isEqualTo("127.0.0.1:" + server.port());
      assertThat(first.get("resumed").asBoolean()).isFalse();
      JsonNode last = attempt(2).get("http");
      assertThat(last.get("status").asInt()).isEqualTo(200);
      assertThat(last.get("bytes_received").asInt()).isEqualTo(11);
      assertThat(last.get("redirects").asInt()).isEqualTo(1);
      JsonNode times = last.get("times");
      assertThat(times.get("connect").asDouble()).isBetween(0.0, times.get("total").asDouble());
      assertThat(times.get("first_byte").asDouble())
          .isBetween(times.get("connect").asDouble(), times.get("total").asDouble());
      assertThat(times.get("tls").isNull()).isTrue();
    }
  }

  @Test
  void shouldExplainWhyItIsRepeated() {
    try (RecordingServer server = answering(LOST, status(200, "", ""))) {
      assertThat(http("-v", server.url()).err())
          .contains(
              "the server closed the connection without a response (attempt 1 of 3); retrying",
              "attempt 1 of 3 is retried: GET is idempotent");
    }
  }

  @Test
  void shouldExplainTheAlternativesToCurlsOptions() {
    assertThat(http("--retry-delay", "5", "http://localhost/").err())
        .isEqualTo(
            "resil: --retry-delay: unknown option; for curl's --retry-delay: use --backoff constant"
                + " --base-delay D\n");
    assertThat(http("-b", "a=b", "http://localhost/").err())
        .contains("resil: --base-delay a=b: not a duration", "; for curl's -b: use --cookie\n");
  }

  @Test
  void shouldNotAdviseARetryThatWouldFailAgain() {
    try (RecordingServer server = answering(status(404, "", ""))) {
      assertThat(http("-d", "x", server.url()).err())
          .contains("failed with status 404 (attempt 1 of 3); not retried\n");
    }
  }

  @Test
  void shouldLookUpCredentialsWithoutShowingThem() throws IOException {
    Files.writeString(
        folder.resolve("logins"), "machine 127.0.0.1\n  login me\n  password hush-hush\n");
    try (RecordingServer server = answering(status(503, "", ""), status(200, "", ""))) {
      Resil.Result result = http("-v", "--netrc-file", "logins", server.url());
      assertThat(server.taken().getLast().header("authorization"))
          .isEqualTo(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("me:hush-hush".getBytes(StandardCharsets.UTF_8)));
      assertThat(result.err() + report()).doesNotContain("hush");
    }
  }
}
