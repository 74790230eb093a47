package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to a server that listens on a Unix socket. */
class HttpUnixSocketIT extends HttpAttempts {
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REDIRECT =
      "HTTP/1.1 302 Found\r\nLocation: http://other.test/b\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final List<String> requests = new ArrayList<>();
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              answer(server.accept());
            }
          } catch (IOException e) {
            // closed
          }
        });
  }

  private void answer(SocketChannel client) throws IOException {
    try (client) {
      StringBuilder request = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(1 << 12);
      String end = "\r\n\r\n";
      while (request.indexOf(end) < 0
          || (request.indexOf("Content-Length: 4") > 0 && !request.toString().endsWith("body"))) {
        if (client.read(buffer) < 0) {
          return;
        }
        request.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        buffer.clear();
      }
      synchronized (requests) {
        requests.add(request.toString());
      }
      client.write(ByteBuffer.wrap(request.indexOf(" /a ") > 0 ? REDIRECT : OK));
    }
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private String heads() {
    synchronized (requests) {
      return String.join("", requests);
    }
  }

  /** Docker's and systemd's way: the host is only a name. */
  @Test
  void shouldReachEveryHostThroughTheSocket() {
    Resil.Result result = http("-L", "--unix-socket", "s", "http://docker/a");

    assertThat(result.out()).isEqualTo("ok\n");
    assertThat(heads())
        .contains("GET /a HTTP/1.1\r\nHost: docker\r\n", "GET /b HTTP/1.1\r\nHost: other.test\r\n");
    assertThat(report().get("attempts")).hasSize(1);
  }

  /** The server sends no 100: the content follows after a second. */
  @Test
  void shouldWaitForPermissionNoLongerThanASecond() {
    Resil.Result result =
        http("--unix-socket", "s", "-H", "Expect: 100-continue", "-d", "body", "http://h/");

    assertThat(result.out()).isEqualTo("ok\n");
    assertThat(heads()).endsWith("\r\n\r\nbody");
  }

  @Test
  void shouldNameASocketThatCannotBeReached() throws IOException {
    assertThat(http("-n", "1", "--unix-socket", "none", "http://h/"))
        .matches(result -> result.exitCode() == 7)
        .matches(result -> result.err().contains("cannot connect to h:80: none: "));
    assertThat(http("--unix-socket", "s".repeat(108), "http://h/"))
        .matches(result -> result.exitCode() == 125)
        .matches(result -> result.err().contains("more than 107 bytes; use a shorter path"));
    server.close();
    assertThat(http("-n", "1", "--unix-socket", "s", "http://h/").exitCode()).isEqualTo(7);
  }
}
