package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What counts against a limit: attempts, and nothing that resil does beside them. */
class LimitCountIT {
  private static final byte[] OK = RecordingServer.answer("200 OK", "", "done\n");

  @TempDir Path temp;

  private String state() {
    return temp.resolve("state").toString();
  }

  private Resil limited(String command, String... options) {
    return Resil.with(command, "--state", state(), "--limits", "api", "-b", "1ms")
        .append("--rate", "100/1h", "--burst", "100", "--max-concurrent", "1")
        .append("--retry-budget", "50%", "--retry-budget-min", "5/1h")
        .append(options)
        .in(temp);
  }

  private JsonNode limit() {
    Resil.Result result = Resil.run("limit", "status", "--json", "--state", state(), "api");
    return JsonMapper.shared().readTree(result.out()).get("limits").get(0);
  }

  private void assertCounted(int attempts, int first, int retries) {
    JsonNode limit = limit();
    assertThat(limit.get("granted").asInt()).isEqualTo(attempts);
    assertThat(limit.get("starts_left").asInt()).isEqualTo(100 - attempts);
    assertThat(limit.get("first_attempts").asInt()).isEqualTo(first);
    assertThat(limit.get("retries").asInt()).isEqualTo(retries);
    assertThat(limit.get("holders")).isEmpty();
  }

  /** The second request needs no permit, though there is only one. */
  @Test
  void shouldCountAHedgedRequestOnce() throws Exception {
    CountDownLatch firstGone = new CountDownLatch(1);
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          if (number[0]++ > 0) {
            client.getOutputStream().write(OK);
            return true;
          }
          // no answer until the client closes
          if (client.getInputStream().read() < 0) {
            firstGone.countDown();
          }
          return false;
        })) {
      Resil.Result result = limited("http", "--hedge", "20ms", server.url()).run();
      assertThat(result.out()).as(result.err()).isEqualTo("done\n");
      assertThat(firstGone.await(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(server.taken()).hasSize(2);
    }
    assertCounted(1, 1, 0);
  }

  @Test
  void shouldCountARedirectedRequestOnceAndItsRetryAgain() {
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer(request ->
            switch (number[0]++) {
              case 0 -> RecordingServer.answer("302 Found", "Location: /there\r\n", "");
              case 1 -> RecordingServer.answer("503 Service Unavailable", "", "");
              default -> OK;
            })) {
      Resil.Result result = limited("http", "-L", server.url()).run();
      assertThat(result.out()).as(result.err()).isEqualTo("done\n");
      assertThat(server.taken()).hasSize(3);
    }
    assertCounted(2, 1, 1);
  }

  @Test
  void shouldNotCountHooksPingsAndFallbacks() {
    try (RecordingServer server = new RecordingServer(request -> OK)) {
      String hook = "echo hook >>log";
      Resil.Result result =
          limited("run", "-n", "2", "--ping", server.url() + "/job", "--fallback", "echo other")
              .append("--on-start", hook, "--on-retry", hook, "--on-failure", hook)
              .append("--", "sh", "-c", "echo attempt >>log; exit 1")
              .run();
      assertThat(result.out()).as(result.err()).isEqualTo("other\n");
      assertThat(server.taken()).hasSizeGreaterThanOrEqualTo(2);
    }
    assertThat(temp.resolve("log")).content(StandardCharsets.UTF_8).contains("hook", "attempt");
    assertCounted(2, 1, 1);
  }

  /** A fresh copy takes the place of all attempts. */
  @Test
  void shouldNotCountARunThatMadeNoAttempt() {
    for (int i = 0; i < 3; i++) {
      Resil.Result result =
          limited("run", "--cache-ttl", "1h", "--cache-key", "k", "--", "echo", "kept")
              .variable("XDG_CACHE_HOME", temp.toString())
              .variable("XDG_STATE_HOME", temp.toString())
              .run();
      assertThat(result.out()).as(result.err()).isEqualTo("kept\n");
    }
    assertCounted(1, 1, 0);
  }
}
