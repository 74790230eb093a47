package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code resil http}: requests, retries, and the output of answers. */
@Execution(ExecutionMode.CONCURRENT)
final class HttpIT {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("report.schema.json");

  @TempDir private Path folder;
  private final List<HttpExchange> seen = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  /** The server's reaction to the n-th request, from 1. */
  private interface Behaviour {
    void answer(int number, HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String serving(Behaviour behaviour) {
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange);
          exchange.getRequestBody().readAllBytes();
          behaviour.answer(seen.size(), exchange);
          exchange.close();
        });
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/thing";
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Resil.Result http(String... arguments) {
    List<String> all = new ArrayList<>(List.of("http", "-b", "1ms"));
    all.addAll(List.of(arguments));
    return Resil.with(all.toArray(String[]::new)).in(folder).run();
  }

  @Test
  void shouldRetryTransientFailuresAndOutputOnlyTheSuccess() {
    String url =
        serving((number, exchange) ->
            answer(exchange, number < 3 ? 503 : 200, number < 3 ? "busy" : "all is well\n"));
    Resil.Result result = http(url + "?token=secret");
    assertThat(result.out()).isEqualTo("all is well\n");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("failed with status 503 (attempt 1 of 3); retrying in");
    assertThat(result.err()).doesNotContain("secret");
    assertThat(seen).hasSize(3);
  }

  @Test
  void shouldNotRetryPermanentFailures() {
    String url = serving((number, exchange) -> answer(exchange, 404, "nothing here"));
    Resil.Result result = http(url);
    assertThat(result.exitCode()).isEqualTo(22);
    assertThat(result.out()).isEmpty();
    assertThat(seen).hasSize(1);
    assertThat(http("-q", "--fail-with-body", url).out()).isEqualTo("nothing here");
  }

  @Test
  void shouldSendAPostTwiceOnlyIfThatIsSafe() {
    String url = serving((number, exchange) -> answer(exchange, 503, ""));
    Resil.Result result = http("-d", "a=b", url);
    assertThat(seen).hasSize(1);
    assertThat(result.err()).contains("not retried: the server may have acted on this POST");
    http("-q", "-d", "a=b", "--idempotency-key", "auto", url);
    assertThat(seen).hasSize(4);
    assertThat(seen.subList(1, 4))
        .extracting(exchange -> exchange.getRequestHeaders().getFirst("Idempotency-Key"))
        .doesNotContainNull()
        .hasSize(3)
        .containsOnly(seen.get(1).getRequestHeaders().getFirst("Idempotency-Key"));
    http("-q", "-n", "2", "-d", "a=b", "--retry-unsafe", url);
    assertThat(seen).hasSize(6);
  }

  @Test
  void shouldEndIfAServerAsksForATooLongDelay() {
    String url =
        serving((number, exchange) -> {
          exchange.getResponseHeaders().set("Retry-After", "600");
          answer(exchange, 429, "");
        });
    Resil.Result result = http(url);
    assertThat(seen).hasSize(1);
    assertThat(result.exitCode()).isEqualTo(22);
    assertThat(result.err()).contains("the server asks for 10m (Retry-After)");
    assertThat(http("--max-retry-after", "1h", "-T", "9m", url).err())
        .contains("no time left for another attempt: the server asks for 10m");
  }

  @Test
  void shouldResumeABrokenDownload() throws IOException {
    byte[] content = "0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII);
    String url =
        serving((number, exchange) -> {
          exchange.getResponseHeaders().set("ETag", "\"v1\"");
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          if (from > 0) {
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-999/" + content.length);
          }
          exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
          int end = number == 1 ? 400 : content.length;
          exchange.getResponseBody().write(content, from, end - from);
          exchange.getResponseBody().flush();
        });
    Resil.Result result = http("-o", "file", "--report", "report.json", url);
    assertThat(result.err()).contains("the response was cut off");
    assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(content);
    assertThat(seen).hasSize(2);
    assertThat(seen.get(1).getRequestHeaders().getFirst("Range")).isEqualTo("bytes=400-");
    assertThat(seen.get(1).getRequestHeaders().getFirst("If-Range")).isEqualTo("\"v1\"");
    JsonNode report = SCHEMA.check(Files.readString(folder.resolve("report.json")).strip());
    assertThat(report.get("attempts").get(1).get("http").get("resumed_from").asInt())
        .isEqualTo(400);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void shouldDistinguishFailures() {
    assertThat(http("-q", "-n", "1", "http://127.0.0.1:1/").exitCode()).isEqualTo(7);
    assertThat(http("-q", "-n", "1", "http://no.such.host.invalid/").exitCode()).isEqualTo(6);
    String url = serving((number, exchange) -> exchange.close());
    assertThat(http("-q", "-n", "1", url).exitCode()).isEqualTo(56);
  }

  /** A line for the shell, in which $0 is resil and $1 the URL. */
  private Resil.Result shell(String line, String url) {
    return Resil.under(List.of("sh", "-c", line, Resil.program(), url)).in(folder).run();
  }

  /** stdout may be a file that other processes write to. */
  @ParameterizedTest
  @ValueSource(strings = {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
  void shouldAppendToAFileThatOthersWriteToo(String name) throws IOException {
    assumeTrue(Files.exists(Path.of(name)));
    String url = serving((number, exchange) -> answer(exchange, 200, "answer\n"));
    String line =
        "echo old >f; { echo before; \"$0\" http -o %s \"$1\"; echo after; } >>f".formatted(name);
    assertThat(shell(line, url).err()).isEmpty();
    assertThat(folder.resolve("f")).hasContent("old\nbefore\nanswer\nafter\n");
  }

  @Test
  void shouldWriteToTheTargetOfALink() throws IOException {
    String url = serving((number, exchange) -> answer(exchange, 200, "answer\n"));
    Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
    Files.createSymbolicLink(folder.resolve("two"), Path.of("file"));
    assertThat(http("-o", "one", url).err()).isEmpty();
    assertThat(folder.resolve("one")).isSymbolicLink();
    assertThat(folder.resolve("two")).isSymbolicLink();
    assertThat(folder.resolve("file")).hasContent("answer\n");
  }

  @Test
  void shouldWaitForTheReaderOfANamedPipe() {
    String url = serving((number, exchange) -> answer(exchange, 200, "answer\n"));
    Resil.Result result = shell("mkfifo p; \"$0\" http -o p \"$1\" & cat p; wait $!", url);
    assertThat(result.out()).isEqualTo("answer\n");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<.", "<&-"})
  void shouldSendNothingIfTheInputCannotBeRead(String input) {
    assumeTrue(Resil.isNative() || input.equals("<."), "a JVM has a file of its own in its place");
    String url = serving((number, exchange) -> answer(exchange, 200, ""));
    for (String option : List.of("-d", "--data-binary", "--json", "-F")) {
      String value = option.equals("-F") ? "x=@-" : "@-";
      Resil.Result result =
          shell("exec \"$0\" http %s %s \"$1\" %s".formatted(option, value, input), url);
      assertThat(result.exitCode()).as(option).isEqualTo(125);
      assertThat(result.errLines()).hasSize(1);
      assertThat(result.err()).contains(": cannot read the input: ");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldRefuseALineEndInAHeader() {
    for (String option : List.of("--cookie", "--user-agent", "--referer", "--oauth2-bearer")) {
      Resil.Result result =
          Resil.run("http", option, "a=s3cret\r\nX-Other: 1", "http://127.0.0.1:1/");
      assertThat(result.exitCode()).isEqualTo(125);
      assertThat(result.err())
          .isEqualTo(
              "resil: %s: the value contains a control character; remove it\n".formatted(option));
    }
  }

  @Test
  void shouldRefuseALineEndInAFormsType() {
    Resil.Result result = http("-F", "a=b;type=text/plain\r\nX-Other: 1", "http://127.0.0.1:1/");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err())
        .isEqualTo("resil: --form: a part's header contains a control character; remove it\n");
  }

  @Test
  void shouldRefuseInvalidOptions() {
    assertThat(http("http://localhost/", "--retry-on", "exit:7").err())
        .startsWith("resil: --retry-on exit:7: applies only to 'resil run'");
    assertThat(Resil.run("run", "--retry-on", "status:503", "true").err())
        .startsWith("resil: --retry-on status:503: applies only to 'resil http'");
    assertThat(http("ftp://localhost/").exitCode()).isEqualTo(125);
    assertThat(http().err()).startsWith("resil: http: no URL given");
  }
}
