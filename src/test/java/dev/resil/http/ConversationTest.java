package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections: which are used again, which are not, and how proxies and servers end them. */
@Timeout(60)
class ConversationTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static String redirect(String version, String more) {
    return version + " 302 Found\r\nLocation: /new\r\n" + more + "\r\n";
  }

  private static Answer get(RawServer server) {
    return run(Trial.spec("GET", server.url() + "/old", Optional.empty()));
  }

  private static Answer run(RequestSpec spec) {
    try (Trial trial = Trial.of(spec)) {
      return trial.run();
    }
  }

  private static String reason(Answer answer) {
    return answer.outcome() instanceof Outcome.Unanswered(_, String reason)
        ? reason
        : answer.outcome().name();
  }

  @Test
  void shouldUseAConnectionAgain() {
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          visit.write(redirect("HTTP/1.1", "Content-Length: 4\r\n") + "body");
          visit.read();
          visit.write(OK);
          visit.linger();
        })) {
      assertThat(reason(get(server))).isEqualTo("status:200");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Its body would end with a connection that the server never closes. */
  @Test
  void shouldNotReadTheEndlessBodyOfARedirect() {
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          visit.write(visit.number() == 1 ? redirect("HTTP/1.1", "") + "body" : OK);
          visit.linger();
        })) {
      assertThat(reason(get(server))).isEqualTo("status:200");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** Each first answer is one after which another connection is needed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 302 X\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 X\r\nLocation: /new\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 302 X\r\nLocation: /new\r\nContent-Length: 0\r\nConnection: x, CLOSE\r\n\r\n",
        "HTTP/1.1 302 X\r\nLocation: /new\r\nContent-Length: 0\r\n\r\nunasked",
        "HTTP/1.1 302\nLocation: /\nContent-Length: 9\nTransfer-Encoding: chunked\n\n0\r\n\r\n",
        "HTTP/1.1 302 X\r\nLocation: /new\r\nContent-Length: crap\r\n\r\n",
      })
  void shouldOpenAnotherConnection(String first) {
    boolean refused = first.contains("crap");
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          visit.write(visit.number() == 1 ? first : OK);
          visit.linger();
        })) {
      assertThat(reason(get(server)))
          .isEqualTo(refused ? "the server sent an invalid Content-Length: crap" : "status:200");
      assertThat(server.connections()).isEqualTo(refused ? 1 : 2);
    }
  }

  /** Closed unannounced, as soon as the answer was sent, or when the next request arrives. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldOpenAnotherConnectionIfAUsedOneDies(boolean atOnce) {
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          if (visit.number() > 1) {
            visit.write(OK);
          } else {
            visit.write(redirect("HTTP/1.1", "Content-Length: 0\r\n"));
            if (!atOnce) {
              visit.read();
            }
          }
        })) {
      assertThat(reason(get(server))).isEqualTo("status:200");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** A payment is never sent over a connection that may be dying, so never sent again. */
  @Test
  void shouldSendAPostOverANewConnection() {
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          visit.client().getInputStream().readNBytes(3);
          visit.write(
              visit.number() == 1
                  ? "HTTP/1.1 307 X\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n"
                  : "");
          if (visit.number() == 1) {
            visit.linger();
          }
        })) {
      Answer answer = run(Trial.spec("POST", server.url(), Optional.of(Trial.content("pay"))));
      assertThat(reason(answer)).contains("without a response");
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.requests()).hasSize(2);
    }
  }

  /** RFC 9110, 15.4.4: the target of a 303 is asked for, whatever was done before. */
  @ParameterizedTest
  @CsvSource({"POST, GET", "PUT, GET", "DELETE, GET", "GET, GET", "HEAD, HEAD"})
  void shouldGetTheTargetOf303(String method, String next) {
    try (RawServer server =
        new RawServer(visit -> {
          while (visit.read()) {
            visit.write("HTTP/1.1 303 X\r\nLocation: /new\r\nConnection: close\r\n\r\n");
            visit.client().shutdownOutput();
          }
        })) {
      run(
          Trial.spec(
              method,
              server.url() + "/old",
              Optional.of(Trial.content("x")).filter(_ -> method.startsWith("P"))));
      assertThat(server.requests().get(1)).startsWith(next + " /new ").doesNotContain("Content-");
    }
  }

  /** Each header that is read, with values that nobody expects. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Location",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Content-Encoding",
        "Content-Range",
        "ETag",
        "Last-Modified",
        "Date",
        "Repr-Digest",
        "Retry-After",
        "RateLimit",
        "RateLimit-Reset",
        "RateLimit-Remaining",
        "X-RateLimit-Reset",
        "Content-Type",
        "Set-Cookie",
        "WWW-Authenticate",
      })
  void shouldEndWhateverAHeaderSays(String header) {
    List<String> values = OddValues.all();
    int[] next = {0};
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          int number = next[0]++;
          String status = List.of("200 OK", "206 X", "302 X", "429 X", "503 X").get(number % 5);
          visit.write(
              "HTTP/1.1 "
                  + status
                  + "\r\n"
                  + header
                  + ": "
                  + values.get(number % values.size())
                  + "\r\n\r\nx");
        })) {
      for (String value : values) {
        next[0] = values.indexOf(value);
        HeaderLine range = HeaderLine.parse("Range: bytes=0-");
        Answer answer = run(Trial.spec("GET", server.url(), Optional.empty(), range));
        assertThat(answer.outcome())
            .as(header + ": " + value)
            .isNotInstanceOf(Outcome.ResilFailed.class);
        assertThat(reason(answer)).as(header + ": " + value).doesNotContain("cannot be handled");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 100 Continue, status:200, true",
    "HTTP/1.1 103 Early, status:200, true",
    "'', status:200, true",
    "HTTP/1.1 417 No, status:417, false",
  })
  void shouldWaitASecondToContinue(String first, String outcome, boolean sent) {
    byte[] body = new byte[3];
    int[] count = {0};
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          if (!first.isEmpty()) {
            visit.write(first + "\r\n" + (sent ? "" : "Content-Length: 0\r\n") + "\r\n");
          }
          count[0] = visit.client().getInputStream().readNBytes(body, 0, 3);
          visit.write(OK);
          visit.linger();
        })) {
      Answer answer =
          run(
              Trial.spec(
                  "POST",
                  server.url(),
                  Optional.of(Trial.content("pay")),
                  HeaderLine.parse("Expect: 100-continue")));
      assertThat(reason(answer)).isEqualTo(outcome);
      assertThat(answer.transfer().sent()).isEqualTo(sent ? 3 : 0);
    }
  }

  /** RFC 9112, 9.5: it said why before it closed. */
  @Test
  void shouldReadTheAnswerOfAServerThatDoesNotReadTheRequest() {
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          visit.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
          visit.client().shutdownOutput();
          visit.client().getInputStream().readNBytes(1 << 16);
        })) {
      Content large =
          new Content(Optional.empty(), List.of(new Content.Piece.Bytes(new byte[1 << 24])));
      assertThat(reason(run(Trial.spec("POST", server.url(), Optional.of(large)))))
          .isEqualTo("status:413");
    }
  }

  private static String through(String proxy, String url) {
    try (Trial trial =
        Trial.through(Trial.spec("GET", url, Optional.empty()), Optional.of(proxy))) {
      return reason(trial.run());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web_1", "a-.example", "node.1", "web.1abc", "[fe80::1%25eth0]", "0x7f.1", "a..b"})
  void shouldReachEveryHostThroughTheProxy(String host) {
    try (RawServer proxy = RawServer.answering(OK.getBytes(StandardCharsets.US_ASCII), false)) {
      assertThat(through(proxy.url(), "http://" + host + ":8080/x?y")).isEqualTo("status:200");
      assertThat(proxy.requests().getFirst()).startsWith("GET http://").contains(":8080/x?y HTTP");
    }
  }

  @Test
  void shouldNameAnAddressThatNoInterfaceHas() {
    assertThat(reason(run(Trial.spec("GET", "http://[fe80::1%25no-such]/", Optional.empty()))))
        .isEqualTo("no network interface has the address [fe80::1%no-such]");
  }

  @Test
  void shouldNameAProxyThatCannotBeReached() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    assertThat(through("http://127.0.0.1:" + port, "http://host.invalid/"))
        .startsWith("cannot connect to the proxy 127.0.0.1:" + port);
    assertThat(through("socks5h://127.0.0.1:" + port, "https://host.invalid/"))
        .startsWith("cannot connect to the proxy 127.0.0.1:" + port);
    assertThat(through("http://proxy.invalid:8080", "http://host.invalid/"))
        .isEqualTo("cannot resolve the proxy proxy.invalid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      textBlock =
          """
          HTTP/1.1 407 No -> refused a tunnel to host.invalid:443: status 407
          HTTP/1.0 502 No -> refused a tunnel to host.invalid:443: status 502
          what is this -> did not answer with HTTP
          '' -> closed the connection
          """)
  void shouldNameAProxyThatRefusesATunnel(String answer, String reason) {
    try (RawServer proxy =
        new RawServer(visit -> {
          visit.read();
          visit.write(answer.isEmpty() ? "" : answer + "\r\n\r\n");
        })) {
      assertThat(through(proxy.url(), "https://host.invalid/")).contains("proxy", reason);
      assertThat(proxy.requests().getFirst())
          .startsWith("CONNECT host.invalid:443 HTTP/1.1\r\nHost: host.invalid:443\r\n");
    }
  }

  /** As in curl, the proxy is asked for a tunnel to the other host, even for http. */
  @ParameterizedTest
  @CsvSource({
    "host.invalid:80:other.invalid:81, CONNECT other.invalid:81 HTTP/1.1",
    "::other.invalid:, CONNECT other.invalid:80 HTTP/1.1",
    ":::8080, CONNECT host.invalid:8080 HTTP/1.1",
    "another.invalid::other.invalid:, GET http://host.invalid/x HTTP/1.1",
  })
  void shouldTakeADetourBehindTheProxy(String detour, String first) {
    try (RawServer proxy =
        new RawServer(visit -> {
          visit.read();
          if (first.startsWith("CONNECT")) {
            visit.write("HTTP/1.1 200 Connected\r\n\r\n");
            visit.read();
          }
          visit.write(OK);
        })) {
      RequestSpec spec = Trial.spec("GET", "http://host.invalid/x", Optional.empty());
      try (Trial trial = Trial.around(spec, proxy.url(), detour)) {
        assertThat(reason(trial.run())).isEqualTo("status:200");
      }
      assertThat(proxy.requests().getFirst()).startsWith(first + "\r\n");
      if (first.startsWith("CONNECT")) {
        assertThat(proxy.requests().getLast())
            .startsWith("GET /x HTTP/1.1\r\nHost: host.invalid\r\n");
      }
    }
  }

  @Test
  void shouldSpeakSocks() {
    byte[] name = "host.invalid".getBytes(StandardCharsets.US_ASCII);
    try (RawServer proxy =
        new RawServer(visit -> {
          InputStream in = visit.client().getInputStream();
          assertThat(in.readNBytes(4)).containsExactly(5, 2, 0, 2);
          visit.write(new byte[] {5, 2});
          assertThat(in.readNBytes(5)).containsExactly(1, 1, 'u', 1, 'p');
          visit.write(new byte[] {1, 0});
          assertThat(in.readNBytes(5)).containsExactly(5, 1, 0, 3, name.length);
          assertThat(in.readNBytes(name.length)).isEqualTo(name);
          assertThat(in.readNBytes(2)).containsExactly(0, 80);
          visit.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
          visit.read();
          visit.write(OK);
        })) {
      assertThat(through("socks5h://u:p@127.0.0.1:" + proxy.port(), "http://host.invalid/"))
          .isEqualTo("status:200");
    }
  }

  @Test
  void shouldNameASocksProxyThatRefuses() {
    try (RawServer proxy =
        new RawServer(visit -> {
          InputStream in = visit.client().getInputStream();
          OutputStream out = visit.client().getOutputStream();
          in.readNBytes(3);
          out.write(new byte[] {5, 0});
          in.readNBytes(5 + 12 + 2);
          out.write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
        })) {
      assertThat(through("socks5h://127.0.0.1:" + proxy.port(), "http://host.invalid/"))
          .endsWith("cannot reach host.invalid:80: connection refused")
          .startsWith("the proxy 127.0.0.1:");
    }
  }
}
