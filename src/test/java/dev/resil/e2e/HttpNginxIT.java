package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code resil http} with nginx: TLS, HTTP/2 and ranges of a real server. */
class HttpNginxIT {
  private static final int PLAIN = 0;
  private static final int SECURE = 1;
  private static final int OLD = 2;
  private static final byte[] CONTENT = new byte[300_000];

  @TempDir private static Path home;
  private static Nginx nginx;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    Needs.programs("nginx");
    HeldCertificate own =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    Files.writeString(home.resolve("cert.pem"), own.certificatePem());
    Files.writeString(home.resolve("key.pem"), own.privateKeyPkcs8Pem());
    new Random(7).nextBytes(CONTENT);
    Files.createDirectory(home.resolve("www"));
    Files.write(home.resolve("www/file"), CONTENT);
    String certificate =
        "ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem; ".formatted(home);
    nginx =
        Nginx.start(
            home,
            "listen 127.0.0.1:{port};",
            "listen 127.0.0.1:{port} ssl http2; " + certificate,
            "listen 127.0.0.1:{port} ssl; ssl_protocols TLSv1.1; "
                + "ssl_ciphers ALL:@SECLEVEL=0; "
                + certificate);
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
  }

  private static String secure(int server) {
    return "https://localhost:" + nginx.port(server) + "/file";
  }

  private Resil.Result fetch(String url, String... arguments) {
    return Resil.with("http", "-b", "0", "-o", "file", "-w", "%{http_version}")
        .append("--cacert", home.resolve("cert.pem").toString(), url)
        .append(arguments)
        .in(folder)
        .run();
  }

  private void assertWhole() throws IOException {
    assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(CONTENT);
  }

  @Test
  void shouldSpeakHttp2OverTls() throws IOException {
    Resil.Result result = fetch(secure(SECURE), "--report", "-");
    assertThat(result.out()).as(result.err()).isEqualTo("2");
    assertThat(result.err()).contains("\"protocol\":\"HTTP/2\"").doesNotContain("\"tls\":null");
    assertWhole();
  }

  @Test
  void shouldSpeakHttp11IfAsked() throws IOException {
    assertThat(fetch(secure(SECURE), "--http1.1").out()).isEqualTo("1.1");
    assertWhole();
  }

  @Test
  void shouldReportAnOldServerOnce() {
    Resil.Result result = fetch(secure(OLD), "--retry-on", "any");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(35);
    assertThat(result.err())
        .contains("supports neither TLS 1.3 nor TLS 1.2 (attempt 1 of 3); not retried:");
  }

  @Test
  void shouldResumeAfterABrokenConnection() throws IOException {
    assertResumedBehind("http://localhost:", PLAIN, "1.1");
  }

  @Test
  void shouldResumeOverHttp2AfterABrokenConnection() throws IOException {
    assertResumedBehind("https://localhost:", SECURE, "2");
  }

  private void assertResumedBehind(String scheme, int server, String version) throws IOException {
    try (CuttingRelay relay = new CuttingRelay(nginx.port(server), 100_000)) {
      Resil.Result result = fetch(scheme + relay.port() + "/file", "--forever", "--report", "-");
      assertThat(result.out()).as(result.err()).isEqualTo(version);
      assertWhole();
      // allows for heads and TLS; received bytes are not fetched again
      assertThat(result.err()).contains("\"resumed\":true");
      assertThat(relay.connections()).isBetween(4, 5);
    }
  }

  /** Forwards connections, and closes each after a number of bytes of answers. */
  private static final class CuttingRelay implements AutoCloseable {
    private final ServerSocket socket;
    private final int to;
    private final int limit;
    private volatile int connections;

    CuttingRelay(int to, int limit) {
      this.socket = RecordingServer.socket(0);
      this.to = to;
      this.limit = limit;
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return socket.getLocalPort();
    }

    int connections() {
      return connections;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    private void serve() {
      while (!socket.isClosed()) {
        try {
          Socket client = socket.accept();
          connections++;
          Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
          Thread.ofVirtual().start(() -> copy(client, server, Integer.MAX_VALUE));
          Thread.ofVirtual()
              .start(() -> {
                copy(server, client, limit);
                closeQuietly(server);
              });
        } catch (IOException e) {
          return; // closed
        }
      }
    }

    /** Copies up to a number of bytes, then ends the stream. */
    private static void copy(Socket from, Socket to, int limit) {
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        int left = limit;
        while (left > 0) {
          int count = in.read(buffer, 0, Math.min(left, buffer.length));
          if (count < 0) {
            break;
          }
          out.write(buffer, 0, count);
          left -= count;
        }
        to.shutdownOutput();
      } catch (IOException e) {
        closeQuietly(to);
      }
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
