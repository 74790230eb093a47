package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.redis.Certificates;
import dev.resil.redis.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions that speak a server's protocol. */
class WaitServersIT {
  @TempDir Path folder;

  /** Refused answers end the wait at once, so that a test need not wait for its end. */
  private Resil.Result waiting(String... arguments) {
    return Resil.with("wait", "-T", "2m", "--fail-fast", "read,tls,connect", "-v")
        .append(arguments)
        .in(folder)
        .run();
  }

  /** A server that talks to each client in a way of its own. */
  private static byte[] packet(int... start) {
    byte[] bytes = new byte[start.length];
    for (int i = 0; i < start.length; i++) {
      bytes[i] = (byte) start[i];
    }
    return bytes;
  }

  private static byte[] join(byte[] head, String text) {
    byte[] tail = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  private Resil.Result mysql(byte[] greeting) throws IOException {
    try (ServerSocket server =
        Talk.server("127.0.0.1", client -> client.getOutputStream().write(greeting))) {
      return waiting("mysql://root:s3cret@127.0.0.1:" + server.getLocalPort() + "/app");
    }
  }

  @Test
  void shouldWaitForTheGreetingOfMySql() throws IOException {
    Resil.Result ready = mysql(join(packet(13, 0, 0, 0, 10), "8.0.36\0more "));
    assertThat(ready.exitCode()).isZero();
    assertThat(ready.err())
        .contains("mysql://127.0.0.1:", "holds: answers as version 8.0.36")
        .doesNotContain("s3cret");
    Resil.Result full = mysql(join(packet(23, 0, 0, 0, 0xff, 0x10, 4), "Too many connections"));
    assertThat(full.exitCode()).isEqualTo(56);
    assertThat(full.err()).contains("does not hold: refuses: Too many connections");
  }

  @Test
  void shouldNotTakeAnotherServerForMySql() throws IOException {
    for (String other : new String[] {"SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0\0", "x", ""}) {
      assertThat(mysql(join(new byte[0], other)).exitCode()).isEqualTo(56);
    }
    assertThat(mysql(packet(255, 255, 255, 0, 10)).err()).contains("does not speak MySQL");
  }

  private Resil.Result postgres(String answer) throws IOException {
    Talk talk =
        client -> {
          InputStream in = client.getInputStream();
          int length = ByteBuffer.wrap(in.readNBytes(4)).getInt();
          String asked = new String(in.readNBytes(length - 4), StandardCharsets.ISO_8859_1);
          if (asked.contains("user\0me\0database\0app\0")) {
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          }
        };
    try (ServerSocket server = Talk.server("127.0.0.1", talk)) {
      return waiting("postgres://me:s3cret@127.0.0.1:" + server.getLocalPort() + "/app");
    }
  }

  @Test
  void shouldWaitForAnAnswerOfPostgres() throws IOException {
    Resil.Result ready = postgres("R\0\0\0\u0008\0\0\0\u0003");
    assertThat(ready.exitCode()).isZero();
    assertThat(ready.err()).contains("postgres://127.0.0.1:").doesNotContain("s3cret");
    String starting = "SFATAL\0C57P03\0Mthe database system is starting up\0\0";
    Resil.Result early = postgres("E\0\0\0" + (char) (starting.length() + 4) + starting);
    assertThat(early.exitCode()).isEqualTo(56);
    assertThat(early.err()).contains("does not hold: the database system is starting up");
    String unknown = "SFATAL\0C28000\0Mrole \"me\" does not exist\0\0";
    Resil.Result answered = postgres("E\0\0\0" + (char) (unknown.length() + 4) + unknown);
    assertThat(answered.exitCode()).isZero();
    assertThat(postgres("HTTP/1.1 400 Bad Request\r\n\r\n").exitCode()).isEqualTo(56);
  }

  @Test
  void shouldWaitForAPostgresThatSpeaksOnlyTls() throws IOException {
    Talk talk =
        client -> {
          byte[] asked = client.getInputStream().readNBytes(8);
          if (ByteBuffer.wrap(asked).getInt(4) == 80877103) {
            client.getOutputStream().write('S');
          }
        };
    try (ServerSocket server = Talk.server("127.0.0.1", talk)) {
      Resil.Result result = waiting("postgresql://127.0.0.1:" + server.getLocalPort());
      assertThat(result.exitCode()).isZero();
      assertThat(result.err()).contains("with TLS only");
    }
  }

  @Test
  void shouldWaitForRedis() {
    Needs.programs("redis-server");
    int port;
    try (RedisServer server = RedisServer.start("--requirepass", "s3cret")) {
      port = server.port();
      assertThat(waiting("redis://:s3cret@127.0.0.1:" + port).exitCode()).isZero();
      Resil.Result refused = waiting("redis://:wr0ng@127.0.0.1:" + port);
      assertThat(refused.exitCode()).isEqualTo(56);
      assertThat(refused.err()).contains("wrong user or password").doesNotContain("wr0ng");
    }
    assertThat(waiting("redis://127.0.0.1:" + port).err()).contains("connection refused");
  }

  @Test
  void shouldWaitForAValidCertificate() {
    Needs.programs("redis-server", "openssl");
    Certificates certificates = new Certificates(folder);
    Certificates.Pair pair = certificates.signed("server", "DNS:localhost");
    try (RedisServer server = RedisServer.withTls(certificates, pair)) {
      String ca = certificates.authority().certificate().toString();
      String place = "tls:localhost:" + server.port();
      Resil.Result valid = waiting("--cacert", ca, place);
      assertThat(valid.exitCode()).isZero();
      assertThat(valid.err()).contains("holds: the certificate is valid until ");
      Resil.Result soon = waiting("--cacert", ca, "--min-validity", "36500d", place);
      assertThat(soon.exitCode()).isEqualTo(35);
      assertThat(soon.err()).contains("the certificate is valid until ", ", less than 36500d");
      Resil.Result other = waiting("--cacert", ca, "tls:127.0.0.1:" + server.port());
      assertThat(other.exitCode()).isEqualTo(35);
      assertThat(other.err()).contains("the certificate is for another host");
      assertThat(waiting(place).err()).contains("not trusted");
      assertThat(waiting("-k", place).exitCode()).isZero();
    }
    try (ServerSocket plain =
        Talk.server(
            "127.0.0.1",
            client ->
                client.getOutputStream().write("no\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(waiting("tls:127.0.0.1:" + plain.getLocalPort()).exitCode()).isEqualTo(35);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
