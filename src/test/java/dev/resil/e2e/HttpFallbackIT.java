package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers in a server's place: an earlier answer, a file, a line. */
@Execution(ExecutionMode.CONCURRENT)
class HttpFallbackIT {
  private static final byte[] DOWN = RecordingServer.answer("503 Down", "", "sorry\n");

  @TempDir Path folder;

  /** Answers with a different rate each time, and then is down. */
  private static RecordingServer upFor(int requests) {
    int[] number = {0};
    return new RecordingServer(request ->
        ++number[0] > requests
            ? DOWN
            : RecordingServer.answer("200 OK", "X-Rate: yes\r\n", "rate " + number[0] + "\n"));
  }

  private Resil.Result http(String... arguments) {
    return Resil.with("http", "-n", "2", "-b", "0", "--report", "report")
        .append(arguments)
        .in(folder)
        .variable("XDG_CACHE_HOME", folder.resolve("cache").toString())
        .run();
  }

  private JsonNode report() throws Exception {
    return JsonSchemas.named("report.schema.json")
        .check(Files.readString(folder.resolve("report")).strip());
  }

  private String kept() {
    return Resil.with("cache", "list")
        .variable("XDG_CACHE_HOME", folder.resolve("cache").toString())
        .run()
        .out();
  }

  @Test
  void shouldAnswerWithTheLastGoodAnswerAndReportIt() throws Exception {
    try (RecordingServer server = upFor(1)) {
      assertThat(http("--stale-if-error", "1h", server.url()).out()).isEqualTo("rate 1\n");

      Resil.Result result = http("--stale-if-error", "1h", server.url());

      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).isEqualTo("rate 1\n");
      assertThat(result.err()).containsPattern("using the cached output of .* ago");
      assertThat(server.taken()).hasSize(3);
      assertThat(report().get("result").asString()).isEqualTo("failure");
      assertThat(report().get("fallback").get("source").asString()).isEqualTo("cache");
    }
  }

  @Test
  void shouldNotRequestAgainWhileAnAnswerIsFresh() throws Exception {
    try (RecordingServer server = upFor(9)) {
      http("--cache-ttl", "1h", "-i", server.url());
      Resil.Result result = http("--cache-ttl", "1h", "-i", server.url());
      assertThat(result.out()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nrate 1\n");
      assertThat(server.taken()).hasSize(1);
      assertThat(report().get("result").asString()).isEqualTo("cached");
    }
  }

  @Test
  void shouldDistinguishRequestsWithDifferentAnswers() throws Exception {
    Files.writeString(folder.resolve("body"), "one");
    try (RecordingServer server = upFor(9)) {
      String[][] requests = {
        {server.url() + "/a?secret=1"},
        {server.url() + "/a?secret=2"},
        {"-H", "Accept: text/csv", server.url() + "/a?secret=1"},
        {"-u", "me:secret", server.url() + "/a?secret=1"},
        {"-X", "OPTIONS", server.url() + "/a?secret=1"},
        {"-d", "@body", server.url() + "/a?secret=1"}
      };
      for (int i = 0; i < requests.length; i++) {
        String[] request = requests[i];
        assertThat(cached(request)).isEqualTo("rate " + (i + 1) + "\n");
        assertThat(cached(request)).isEqualTo("rate " + (i + 1) + "\n");
      }
      Files.writeString(folder.resolve("body"), "two");
      assertThat(cached(requests[5])).isEqualTo("rate 7\n");
    }
    assertThat(kept().lines()).hasSize(8);
    assertThat(kept()).doesNotContain("secret");
  }

  private String cached(String... request) {
    return Resil.with("http", "-q", "--cache-ttl", "1h")
        .append(request)
        .in(folder)
        .variable("XDG_CACHE_HOME", folder.resolve("cache").toString())
        .run()
        .out();
  }

  @Test
  void shouldKeepNothingOfAFailure() throws Exception {
    try (RecordingServer server = upFor(0)) {
      Resil.Result result = http("--stale-if-error", "1h", "--fail-with-body", server.url());
      assertThat(result.exitCode()).isEqualTo(22);
      assertThat(result.out()).isEqualTo("sorry\n");
      assertThat(kept()).isEmpty();
    }
  }

  @Test
  void shouldKeepAnAnswerThatCountsAsSuccess() {
    try (RecordingServer server = upFor(0)) {
      http("--cache-ttl", "1h", "--success-on", "status:503", server.url());
      assertThat(kept().lines()).hasSize(2);
    }
  }

  @Test
  void shouldAnswerWithAFileInPlaceOfAFailedBody() throws Exception {
    Files.writeString(folder.resolve("usual"), "rate 0\n");
    try (RecordingServer server = upFor(0)) {
      Resil.Result result = http("--fallback-file", "usual", "--fail-with-body", server.url());
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).isEqualTo("rate 0\n");
    }
  }

  @Test
  void shouldRunALineAndLeaveNothingOfADownloadThatFailed() throws Exception {
    try (RecordingServer server = upFor(0)) {
      Resil.Result result =
          http("-o", "rates", "--fallback", "echo $RESIL_EVENT_OUTCOME; exit 4", server.url());
      assertThat(result.exitCode()).isEqualTo(4);
      assertThat(result.out()).isEqualTo("status:503\n");
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsOnly("report");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cache-ttl 1h", "--stale-if-error 1h", "--fallback-file report"})
  void shouldRefuseToAnswerElsewhereThanOnStdout(String option) throws Exception {
    Files.writeString(folder.resolve("report"), "");
    String[] words = option.split(" ", -1);
    assertThat(http(words[0], words[1], "-o", "out", "http://127.0.0.1:1/").err())
        .isEqualTo(
            "resil: "
                + words[0]
                + ": cannot be used with --output; fallback and cached output goes to stdout;"
                + " remove one\n");
    assertThat(http(words[0], words[1], "-O", "http://127.0.0.1:1/f").err())
        .contains("cannot be used with --remote-name");
    assertThat(http(words[0], words[1], "-w", "%{http_code}", "http://127.0.0.1:1/").err())
        .contains("cannot be used with --write-out");
  }
}
