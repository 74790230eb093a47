package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.AnswerCases;
import dev.resil.http.wire.AnswerCases.AnswerCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The framing of answers (RFC 9112, 6.3), end to end; AnswersTest has all cases in one process. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpFramingIT {
  private static final Set<String> CHOSEN =
      Set.of(
          "plain",
          "LF alone",
          "HTTP/1.0",
          "HTTP/0.9",
          "negative status",
          "100",
          "endless interim answers",
          "a switch nobody asked for",
          "folded length",
          "NUL in a value",
          "bare CR",
          "no colon",
          "too many lines",
          "204 with a body",
          "205 with a length",
          "304 with a length",
          "DELETE with 204",
          "same length twice",
          "two lengths",
          "crap",
          "negative",
          "beyond 64 bits",
          "too short",
          "beside a length",
          "gzip",
          "chunked twice",
          "several",
          "trailers",
          "long extension",
          "too long a chunk",
          "cut off in a chunk",
          "until the end",
          "error with a body",
          "a part nobody asked for");

  @TempDir private Path folder;
  private RecordingServer server;

  static List<AnswerCase> cases() {
    return AnswerCases.ALL.stream()
        .filter(one -> Resil.isNative() || CHOSEN.contains(one.name()))
        .toList();
  }

  @BeforeAll
  void serve() {
    List<AnswerCase> cases = cases();
    assertThat(cases).filteredOn(one -> CHOSEN.contains(one.name())).hasSameSizeAs(CHOSEN);
    server =
        new RecordingServer((request, client) -> {
          AnswerCase one = cases.get(Integer.parseInt(request.target().substring(1)));
          client.getOutputStream().write(one.answer());
          return !one.closes();
        });
  }

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReadByTheRfcOrRefuse(AnswerCase one) {
    List<String> words =
        new ArrayList<>(List.of("http", "-n", "1", "-X", one.method(), "--fail-with-body"));
    words.add(server.url() + "/" + cases().indexOf(one));
    Resil.Result result = Resil.with(words.toArray(String[]::new)).in(folder).run();
    if (one.status() == 0) {
      assertThat(result.exitCode()).as(result.err()).isEqualTo(56);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains(one.result());
    } else {
      int expected = one.status() >= 200 && one.status() < 400 ? 0 : 22;
      assertThat(result.exitCode()).as(result.err()).isEqualTo(expected);
      assertThat(result.out())
          .isEqualTo(expected == 0 ? one.result() : one.status() == 404 ? "gone" : "");
    }
  }
}
