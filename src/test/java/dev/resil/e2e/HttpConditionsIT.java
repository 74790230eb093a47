package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers without content, and requests for content that is new. */
@Execution(ExecutionMode.CONCURRENT)
class HttpConditionsIT extends HttpAttempts {
  private static final byte[] GOOD = status(200, "ETag: \"v1\"\r\n", "good\n");

  private static byte[] headOnly(int status) {
    return "HTTP/1.1 %d Status\r\nETag: \"v2\"\r\n\r\n"
        .formatted(status)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({"304, -i", "304, -s", "204, -s", "205, -s", "200, -XHEAD"})
  void shouldReplaceNothingByAnAnswerWithoutContent(int status, String option) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    byte[] answer =
        status == 205
            ? "HTTP/1.1 205 Status\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
            : headOnly(status);
    try (RecordingServer server = answering(answer)) {
      assertThat(http(option, "-o", "file", server.url()).exitCode()).isZero();
    }
    assertThat(file).hasContent("old");
  }

  /** From a server that does not heed the condition. */
  @ParameterizedTest
  @CsvSource({
    "2020-01-02, old",
    "2020-01-01 00:00:00 GMT, old",
    "-2020-01-02, new",
    "-2019-12-31, old",
    "2019-12-31, new"
  })
  void shouldNotTakeWhatIsNoNewer(String date, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    try (RecordingServer server =
        answering(status(200, "Last-Modified: Wed, 01 Jan 2020 00:00:00 GMT\r\n", "new"))) {
      assertThat(http("-z", date, "-o", "file", server.url()).exitCode()).isZero();
    }
    assertThat(file).hasContent(expected);
  }

  @Test
  void shouldSendTheCookiesOfTheHostHeader() {
    try (RecordingServer server =
        answering(
            status(302, "Set-Cookie: a=1; Domain=h.test\r\nLocation: /x\r\n", ""),
            status(200, "", ""))) {
      assertThat(
              http("-L", "-H", "Host: a.h.test", "-c", "jar", "--cookie", "none", server.url())
                  .exitCode())
          .isZero();
      assertThat(server.taken().getLast().header("cookie")).isEqualTo("a=1");
    }
    assertThat(folder.resolve("jar")).content().contains(".h.test\tTRUE\t/\tFALSE\t0\ta\t1");
  }

  @Test
  void shouldKeepTheLastGoodAnswer() {
    try (RecordingServer server = answering(GOOD, headOnly(304), status(500, "", ""))) {
      String[] cached = {"--stale-if-error", "1d", "--cache-key", "k", "-n", "1", server.url()};
      assertThat(http(cached).out()).isEqualTo("good\n");
      assertThat(http(cached).out()).isEmpty();
      assertThat(http(cached).out()).isEqualTo("good\n");
    }
  }

  /** The answers to the requests after the first, and the conditions that these have. */
  @Test
  void shouldRevalidateAnOutdatedCopy() throws Exception {
    byte[] first =
        status(
            200,
            String.join(
                "\r\n",
                "ETag: \"v1\"",
                "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT",
                "Date: Tue, 02 Jan 2024 00:00:00 GMT",
                ""),
            "good " + "x".repeat(70_000));
    byte[] plain = status(200, "", "without a version");
    try (RecordingServer server =
        answering(first, headOnly(304), status(200, "ETag: \"v3\"\r\n", "new"), plain, plain)) {
      String[] cached = {"-v", "--cache-ttl", "1ms", "--cache-key", "k", "--success-on"};
      String expected = "good " + "x".repeat(70_000);
      assertThat(http(with(cached, "status:200", server.url())).out()).isEqualTo(expected);
      assertThat(http(with(cached, "body~^good x+$", server.url())).out()).isEqualTo(expected);
      assertThat(http(with(cached, "status:200", server.url())).out()).isEqualTo("new");
      assertThat(http(with(cached, "status:200", server.url())).out()).startsWith("without");
      assertThat(http(with(cached, "status:200", server.url())).out()).startsWith("without");
      assertThat(conditions(server))
          .containsExactly(
              "",
              "If-None-Match: \"v1\", If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT",
              "If-None-Match: \"v1\", If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT",
              "If-None-Match: \"v3\"",
              "");
    }
  }

  /** A refreshed copy is fresh again, and a copy under a name is of one request alone. */
  @Test
  void shouldUseACopyOnlyForItsRequest() throws Exception {
    byte[] good = status(200, "ETag: \"v1\"\r\n", "good\n");
    try (RecordingServer server = answering(good)) {
      String[] cached = {"--cache-ttl", "1ms", "--cache-key", "k"};
      for (String[] other :
          new String[][] {
            {server.url() + "/a"},
            {server.url() + "/b"},
            {server.url() + "/b", "-H", "Accept: x"},
            {server.url() + "/b", "-u", "a:b"},
            {server.url() + "/b", "--compressed"},
            {server.url() + "/b", "-L"},
            {server.url() + "/b", "-i"},
            {server.url() + "/b", "-i"},
            {server.url() + "/b", "-H", "If-None-Match: \"mine\""},
            {server.url() + "/b", "-z", "2024-01-01"},
            {server.url() + "/b", "-H", "Range: bytes=0-"},
            {server.url() + "/b", "-X", "POST"},
            {server.url() + "/b", "-X", "POST"},
            {server.url() + "/b"},
            {server.url() + "/b"},
          }) {
        http(with(cached, other));
      }
      List<String> conditions = conditions(server);
      assertThat(conditions.get(8)).isEqualTo("If-None-Match: \"mine\"");
      assertThat(conditions.get(9)).startsWith("If-Modified-Since: Mon, 01 Jan 2024");
      assertThat(conditions.getLast()).isEqualTo("If-None-Match: \"v1\"");
      assertThat(conditions.subList(0, 8)).containsOnly("");
      assertThat(conditions.subList(10, 14)).containsOnly("");
    }
  }

  /** As curl writes them at its exit. */
  @ParameterizedTest
  @CsvSource({"-q", "--fallback=echo instead"})
  void shouldWriteTheCookiesOfAFailedRun(String option) throws IOException {
    try (RecordingServer server = answering(status(503, "Set-Cookie: a=b\r\n", ""))) {
      http("-n", "1", option, "-c", "jar", server.url());
    }
    assertThat(Files.readString(folder.resolve("jar"))).contains("\ta\tb\n");
  }

  private static List<String> conditions(RecordingServer server) {
    return server.taken().stream()
        .map(request ->
            Stream.of("If-None-Match", "If-Modified-Since")
                .filter(name -> !request.header(name.toLowerCase(Locale.ROOT)).isEmpty())
                .map(name -> name + ": " + request.header(name.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", ")))
        .toList();
  }

  /** Servers may ignore the condition, as curl knows. */
  @ParameterizedTest
  @CsvSource({
    "2024-01-01, 2024-01-02, true",
    "2024-01-02, 2024-01-02, false",
    "2024-01-03, 2024-01-02, false",
    "-2024-01-03, 2024-01-02, true",
    "-2024-01-02, 2024-01-02, false",
    "2024-01-03, '', true",
  })
  void shouldNotWriteContentOfAnotherTime(String condition, String modified, boolean written)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    String field = modified.isEmpty() ? "" : "Last-Modified: " + modified + " 00:00:00\r\n";
    try (RecordingServer server = answering(status(200, field, "new"))) {
      assertThat(http("-z", condition, "-o", "file", server.url()).exitCode()).isZero();
    }
    assertThat(file).hasContent(written ? "new" : "old");
  }

  @Test
  void shouldFetchOnlyWhatIsNew() throws IOException {
    Path etag = folder.resolve("etag");
    String[] fetch = {"--etag-compare", "etag", "--etag-save", "etag", "-o", "file"};
    try (RecordingServer server =
        answering(
            GOOD, headOnly(304), status(500, "ETag: \"bad\"\r\n", ""), status(200, "", "new"))) {
      for (String expected : new String[] {"\"v1\"\n", "\"v2\"\n"}) {
        http(with(fetch, server.url()));
        assertThat(etag).hasContent(expected);
        assertThat(folder.resolve("file")).hasContent("good\n");
      }
      http(with(fetch, "-n", "1", server.url()));
      assertThat(etag).hasContent("\"v2\"\n");
      http(with(fetch, server.url()));
      assertThat(etag).isEmptyFile();
      assertThat(folder.resolve("file")).hasContent("new");
      assertThat(server.taken().stream().map(request -> request.header("if-none-match")))
          .containsExactly("\"\"", "\"v1\"", "\"v2\"", "\"v2\"");
    }
  }

  @Test
  void shouldKeepCookiesFromRunToRun() throws IOException {
    try (RecordingServer server =
        answering(
            status(503, "Set-Cookie: a=1\r\n", ""),
            status(302, "Set-Cookie: b=2\r\nLocation: /x\r\n", ""),
            status(200, "", ""))) {
      http("-L", "--cookie", "jar", "-c", "jar", server.url());
      http("--cookie", "jar", server.url());
      assertThat(server.taken().stream().map(request -> request.header("cookie")))
          .containsExactly("", "a=1", "a=1; b=2", "a=1; b=2");
    }
    assertThat(folder.resolve("jar")).content().contains("127.0.0.1\tFALSE\t/\tFALSE\t0\tb\t2\n");
  }

  @Test
  void shouldGiveAFileTheTimeOfItsContent() throws IOException {
    try (RecordingServer server =
        answering(status(200, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "x"))) {
      http("-R", "-o", "file", server.url());
      assertThat(Files.getLastModifiedTime(folder.resolve("file")).toInstant())
          .isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
      http("-z", "file", server.url());
      assertThat(server.taken().getLast().header("if-modified-since"))
          .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
  }

  /** Only --time-cond judges content by its time; a server may ignore a header of the user. */
  @Test
  void shouldTakeContentFromAServerThatIgnoresAHeaderOfTheUser() throws IOException {
    try (RecordingServer server =
        answering(status(200, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "new"))) {
      for (String header :
          List.of(
              "If-Modified-Since: Mon, 07 Nov 1994 08:49:37 GMT",
              "If-Unmodified-Since: Sat, 05 Nov 1994 08:49:37 GMT")) {
        Files.writeString(folder.resolve("file"), "old");
        assertThat(http("-H", header, "-o", "file", server.url()).exitCode()).isZero();
        assertThat(folder.resolve("file")).hasContent("new");
      }
    }
  }
}
