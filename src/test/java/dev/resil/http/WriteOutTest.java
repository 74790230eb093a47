package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Head;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables after a POST that was redirected to a GET. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteOutTest {
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX: a \"b\" \\ \t\u00e9\r\nx: 2\r\n"
          + "Content-Length: 2\r\n\r\nok";

  private RawServer server;
  private RequestSpec spec;
  private Answer answer;

  @BeforeAll
  void exchange() {
    String first = "HTTP/1.1 303 See\r\nLocation: /new?a=b\r\nConnection: close\r\n\r\n";
    server =
        new RawServer(visit -> {
          if (visit.read()) {
            visit.write(
                (visit.number() == 1 ? first : ANSWER).getBytes(StandardCharsets.ISO_8859_1));
          }
        });
    spec =
        Trial.spec(
            "POST",
            server.url() + "/old?q=1",
            Optional.of(Trial.content("abc")),
            HeaderLine.parse("Referer: http://from/"));
    try (Trial trial = Trial.of(spec)) {
      answer = trial.run();
    }
  }

  @AfterAll
  void close() {
    server.close();
  }

  private List<WriteOut.Piece> pieces(String format, Outcome outcome, int exitCode) {
    return WriteOut.parse(format)
        .expand(
            new WriteOut.Facts(answer, spec, heads(), outcome, 3, exitCode, Optional.of("file")));
  }

  private List<ResponseHead> heads() {
    ResponseHead last = answer.head().orElseThrow();
    Fields fields = Fields.of("X", "0", "Location", "/new");
    Head first = new Head("HTTP/1.1", 303, fields, new byte[20]);
    return List.of(new ResponseHead(first, last.url()), last);
  }

  private String expanded(String format) {
    List<WriteOut.Piece> pieces = pieces(format, answer.outcome(), 0);
    assertThat(pieces).hasSize(1).allMatch(piece -> piece.target().equals(new WriteOut.Stdout()));
    return pieces.getFirst().text();
  }

  @ParameterizedTest
  @CsvSource({
    "http_code, 200",
    "response_code, 200",
    "content_type, text/plain",
    "errormsg, ''",
    "exitcode, 0",
    "filename_effective, file",
    "http_version, 1.1",
    "local_ip, 127.0.0.1",
    "local_port, [1-9]\\d*",
    "method, GET",
    "num_connects, 2",
    "num_headers, 4",
    "num_redirects, 1",
    "num_retries, 2",
    "redirect_url, ''",
    "referer, http://from/",
    "remote_ip, 127.0.0.1",
    "remote_port, {port}",
    "scheme, HTTP",
    "size_download, 2",
    "size_header, \\d+",
    "size_delivered, 2",
    "size_upload, 3",
    "speed_download, \\d+",
    "speed_upload, \\d+",
    "time_appconnect, 0\\.000000",
    "time_connect, \\d+\\.\\d{6}",
    "time_namelookup, \\d+\\.\\d{6}",
    "time_pretransfer, \\d+\\.\\d{6}",
    "time_redirect, \\d+\\.(?!000000)\\d{6}",
    "time_starttransfer, \\d+\\.\\d{6}",
    "time_total, \\d+\\.\\d{6}",
    "url, http://127.0.0.1:{port}/old\\?q=1",
    "url_effective, http://127.0.0.1:{port}/new\\?a=b",
    "url.path, /old",
    "url.query, q=1",
    "urle.path, /new",
    "urle.query, a=b",
    "urle.host, 127.0.0.1",
    "urle.port, {port}",
    "urle.scheme, http",
    "urlnum, 0",
  })
  void shouldExpandVariables(String name, String expected) {
    String port = Integer.toString(server.port());
    assertThat(expanded("<%{" + name + "}>")).matches("<" + expected.replace("{port}", port) + ">");
    assertThat(expanded("%{json}")).contains("\"" + name + "\":");
  }

  /** The text of every variable about an answer. */
  record Texts(Answer answer, RequestSpec spec) {
    void all() {
      WriteOut.parse("%{json}%{header_json}%{redirect_url}")
          .expand(
              new WriteOut.Facts(
                  answer,
                  spec,
                  answer.head().stream().toList(),
                  answer.outcome(),
                  1,
                  22,
                  Optional.of("file")));
    }
  }

  @Test
  void shouldExpandHeaders() {
    assertThat(expanded("%header{content-type}|%header{none}|%{header_json}"))
        .isEqualTo(
            "text/plain||{\"content-type\":[\"text/plain\"],\n\"x\":[\"a \\\"b\\\" \\\\ \\t"
                + dev.resil.text.RawText.decode(new byte[] {(byte) 0xe9})
                + "\",\"2\"],\n\"content-length\":[\"2\"]\n}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "%header{x:all:, }         | 0, a \"b\" \\ \t\u00e9, 2",
        "%header{X:all:}           | `0a \"b\" \\ \t\u00e92`",
        "%header{location:all:{\\}} | /new",
        "%header{x:all:{\\}\\n}z    | `0{}\na \"b\" \\ \t\u00e9{}\n2z`",
        "%header{none:all:,}|''",
      })
  void shouldJoinTheValuesOfAllResponses(String format, String expected) {
    assertThat(expanded(format).replace(Character.toString(0xdce9), "\u00e9"))
        .isEqualTo(expected.equals("''") ? "" : expected);
  }

  @Test
  void shouldWriteNumbersOfJsonAsNumbers() {
    assertThat(expanded("%{json}"))
        .startsWith("{\"content_type\":\"text/plain\",\"errormsg\":null,\"exitcode\":0,")
        .containsPattern("\"time_total\":\\d+\\.\\d{6},")
        .endsWith("}");
  }

  @Test
  void shouldTurnToStderrAndBack() {
    Outcome broken = new Outcome.Unanswered(Fault.READ, "cut off");
    assertThat(pieces("a%{stderr}b%{onerror}c%{errormsg}%{stdout}d", broken, 56))
        .containsExactly(
            new WriteOut.Piece(new WriteOut.Stdout(), "a"),
            new WriteOut.Piece(new WriteOut.Stderr(), "b"),
            new WriteOut.Piece(new WriteOut.Stderr(), "ccut off"),
            new WriteOut.Piece(new WriteOut.Stdout(), "d"));
    assertThat(pieces("a%output{f}b%output{>>g h}%{stdout}c", broken, 56))
        .containsExactly(
            new WriteOut.Piece(new WriteOut.Stdout(), "a"),
            new WriteOut.Piece(new WriteOut.ToFile("f", false), "b"),
            new WriteOut.Piece(new WriteOut.ToFile("g h", true), ""),
            new WriteOut.Piece(new WriteOut.Stdout(), "c"));
    assertThat(pieces("a%{onerror}b", answer.outcome(), 0))
        .extracting(WriteOut.Piece::text)
        .containsExactly("a", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"certs", "http_connect", "size_request", "x", "", "output"})
  void shouldRefuseOtherVariables(String name) {
    assertThatThrownBy(() -> WriteOut.parse("%{http_code}%{" + name + "}"))
        .hasMessageStartingWith("%{" + name + "} is unknown; the variables are content_type,");
  }
}
