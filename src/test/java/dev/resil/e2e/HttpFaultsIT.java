package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of networks and servers, and the requests repeated after them. */
class HttpFaultsIT {
  private static final byte[] OK = RecordingServer.answer("200 OK", "", "whole\n");

  @TempDir private Path folder;

  /** The fate of the first request. */
  enum Mischief {
    RESET {
      @Override
      void happen(Socket client) throws IOException {
        client.setSoLinger(true, 0);
      }
    },
    RESET_IN_THE_BODY {
      @Override
      void happen(Socket client) throws IOException {
        write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        client.setSoLinger(true, 0);
      }
    },
    EMPTY {
      @Override
      void happen(Socket client) {
        // closes the connection without an answer
      }
    },
    GARBAGE {
      @Override
      void happen(Socket client) throws IOException {
        write(client, "\u0000\u0001what is this?\r\n\r\n");
      }
    },
    GARBAGE_IN_A_CHUNK {
      @Override
      void happen(Socket client) throws IOException {
        write(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n");
      }
    },
    ENDLESS_HEAD {
      @Override
      void happen(Socket client) throws IOException {
        write(client, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1 << 17) + "\r\n");
      }
    };

    abstract void happen(Socket client) throws IOException;
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Resil.Result http(String... arguments) {
    List<String> all = new ArrayList<>(List.of("http", "-b", "0", "--report", "report.json"));
    all.addAll(List.of(arguments));
    return Resil.with(all.toArray(String[]::new)).in(folder).run();
  }

  private RecordingServer failingFirst(Mischief mischief) {
    int[] number = {0};
    return new RecordingServer((request, client) -> {
      if (number[0]++ == 0) {
        mischief.happen(client);
      } else {
        client.getOutputStream().write(OK);
      }
      return false;
    });
  }

  @ParameterizedTest
  @EnumSource
  void shouldRequestAgainIfTheAnswerIsLost(Mischief mischief) throws IOException {
    try (RecordingServer server = failingFirst(mischief)) {
      Resil.Result result = http(server.url());
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.out()).isEqualTo("whole\n");
      assertThat(Files.readString(folder.resolve("report.json")))
          .contains("\"outcome\":\"read\"", "\"repeat\":\"GET is idempotent\"");
      assertThat(server.taken()).hasSize(2);
    }
  }

  /** Each of three attempts may fill the buffers of a connection, and search a part. */
  @ParameterizedTest
  @ValueSource(strings = {"status:503", "body~never"})
  void shouldFetchLittleOfAnErrorThatIsNotShown(String retryOn) {
    AtomicLong sent = new AtomicLong();
    byte[] piece = new byte[1 << 16];
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          client.setSendBufferSize(1 << 17);
          write(client, "HTTP/1.1 503 Busy\r\nContent-Length: 300000000\r\n\r\n");
          for (int left = 300_000_000; left > 0; left -= piece.length) {
            client.getOutputStream().write(piece);
            sent.addAndGet(piece.length);
          }
          return false;
        })) {
      assertThat(http("--retry-on", retryOn, server.url()).exitCode()).isEqualTo(22);
      int attempts = retryOn.startsWith("status") ? 3 : 1;
      assertThat(server.taken()).hasSize(attempts);
      assertThat(sent.get()).isLessThan(attempts * 20_000_000L);
    }
  }

  @Test
  void shouldResumeADownloadFromASilentServer() throws IOException {
    String head = "HTTP/1.1 %s\r\nETag: \"1\"\r\nContent-Length: %d\r\n";
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          if (number[0]++ == 0) {
            write(client, head.formatted("200 OK", 6) + "\r\nabc");
            client.getInputStream().readAllBytes();
          } else {
            write(
                client, head.formatted("206 Partial", 3) + "Content-Range: bytes 3-5/6\r\n\r\ndef");
          }
          return false;
        })) {
      Resil.Result result = http("-y", "0.3", "-o", "file", server.url());
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(Files.readString(folder.resolve("file"))).isEqualTo("abcdef");
      assertThat(Files.readString(folder.resolve("report.json")))
          .contains("\"outcome\":\"read\"", "\"resumed_from\":3", "--speed-time");
    }
  }

  /** The server goes silent, and closes nothing until the test ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~Content-Length: 9~~abc | -s",
        "HTTP/1.1 200 OK~Content-Le | -s",
        "'' | -s",
        "'' | --http2-prior-knowledge",
        "'' | --data=x",
        "HTTP/1.1 302 Moved~Location: /~Content-Length: 9~~abc | -L",
      })
  void shouldLeaveAServerThatStaysSilent(String answer, String option) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket socket = RecordingServer.socket(0)) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket client = socket.accept()) {
              write(client, answer.replace("~", "\r\n"));
              over.await();
            } catch (IOException | InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      Resil.Result result =
          http(
              "--max-attempts",
              "1",
              "-y",
              "0.2",
              option,
              "http://127.0.0.1:" + socket.getLocalPort());
      assertThat(result.exitCode()).as(result.err()).isEqualTo(56);
      assertThat(result.err()).contains("less than 1 byte per second for 200ms (--speed-limit");
    } finally {
      over.countDown();
    }
  }

  /** Of a request of which the body of an error is shown. */
  @ParameterizedTest
  @ValueSource(ints = {200, 404, 503})
  void shouldEndABodyThatIsTooLong(int status) {
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          write(client, "HTTP/1.1 " + status + " x\r\nTransfer-Encoding: chunked\r\n\r\n");
          while (true) {
            write(client, "4\r\nbody\r\n");
          }
        })) {
      Resil.Result result = http("--fail-with-body", "--max-filesize", "10K", server.url());
      assertThat(result.exitCode()).as(result.err()).isEqualTo(56);
      assertThat(result.err()).contains("longer than the 10240 bytes of --max-filesize");
      assertThat(result.out()).isEmpty();
      assertThat(server.taken()).hasSize(1);
    }
  }

  @Test
  void shouldSendAPostOnceIfTheServerIsSilent() throws IOException {
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          client.getInputStream().readAllBytes();
          return false;
        })) {
      Resil.Result result = http("-y", "0.3", "-d", "pay", server.url());
      assertThat(result.exitCode()).isEqualTo(56);
      assertThat(result.err()).contains("less than 1 byte per second for 300ms (--speed-limit");
      assertThat(server.taken()).hasSize(1);
    }
  }

  @Test
  void shouldSendAPostOnceIfItsAnswerIsLost() {
    try (RecordingServer server = failingFirst(Mischief.EMPTY)) {
      Resil.Result result = http("-d", "amount=100", server.url() + "/pay");
      assertThat(result.exitCode()).isEqualTo(56);
      assertThat(result.err())
          .contains(
              "not retried: the server may have acted on this POST; allow retries with"
                  + " --idempotency-key or --retry-unsafe");
      assertThat(server.taken()).hasSize(1);
    }
  }

  @Test
  void shouldRepeatAPostWithAnIdempotencyKey() {
    try (RecordingServer server = failingFirst(Mischief.RESET)) {
      Resil.Result result =
          http("-d", "amount=100", "-H", "Idempotency-Key: order-7", server.url() + "/pay");
      assertThat(result.out()).as(result.err()).isEqualTo("whole\n");
      assertThat(server.taken())
          .extracting(request -> request.header("idempotency-key") + " " + request.body())
          .containsExactly("order-7 amount=100", "order-7 amount=100");
    }
  }

  @Test
  void shouldRepeatAPostWhoseConnectionFailed() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    // bound, so that no other program gets the port, but not yet listening
    try (SocketChannel reserved =
        SocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(any)) {
      int port = ((InetSocketAddress) reserved.getLocalAddress()).getPort();
      Resil resil =
          Resil.with("http", "-q", "--forever", "-b", "50ms", "--backoff", "constant")
              .append("--on-retry", "touch retried", "-d", "amount=100")
              .append("http://127.0.0.1:" + port + "/pay")
              .in(folder);
      Process process = resil.start();
      await(folder.resolve("retried"));
      try (RecordingServer server =
          new RecordingServer(
              RecordingServer.socket(port),
              (request, client) -> {
                client.getOutputStream().write(OK);
                return false;
              })) {
        assertThat(resil.await(process).out()).isEqualTo("whole\n");
        assertThat(server.taken())
            .extracting(RecordingServer.Request::body)
            .containsExactly("amount=100");
      }
    }
  }

  private static void await(Path file) {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void shouldDiscardASlowAnswerAtTheTimeout() {
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          write(client, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
          while (client.getInputStream().available() == 0) {
            write(client, "drip");
            LockSupport.parkNanos(
                5_000_000); // until the client closes, which ends this with an exception
          }
          return false;
        })) {
      Resil.Result result = http("-n", "1", "-t", "300ms", server.url().replace("http:", "HTTP:"));
      // the whole answer may have arrived in time
      assertThat(result.exitCode()).isIn(124, 0);
      assertThat(result.out().length()).isIn(0, 1_000_000);
    }
  }

  /** HTTP/2 (RFC 9113): a request on a refused stream may be repeated, 8.7. */
  @Test
  void shouldRepeatAPostRefusedByAnHttp2Server() throws IOException {
    try (ServerSocket socket = RecordingServer.socket(0)) {
      List<String> seen = new ArrayList<>();
      Thread server =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  refuse(socket, seen);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      Resil.Result result =
          http(
              "-n",
              "2",
              "--http2-prior-knowledge",
              "-d",
              "x",
              "http://127.0.0.1:" + socket.getLocalPort());
      assertThat(result.err()).contains("no attempts left");
      assertThat(Files.readString(folder.resolve("report.json")))
          .contains("\"repeat\":\"the request was not sent\"");
      server.join();
      assertThat(seen).hasSize(2);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refuse(ServerSocket socket, List<String> seen) throws IOException {
    for (int connection = 0; connection < 2; connection++) {
      try (Socket client = socket.accept()) {
        InputStream in = client.getInputStream();
        seen.add(new String(in.readNBytes(24), StandardCharsets.US_ASCII));
        client.getOutputStream().write(frame(4, 0, 0, new byte[0])); // SETTINGS
        int type = -1;
        while (type != 1) { // HEADERS
          byte[] head = in.readNBytes(9);
          type = head[3];
          in.readNBytes(ByteBuffer.wrap(new byte[] {0, head[0], head[1], head[2]}).getInt());
        }
        client.getOutputStream().write(frame(3, 0, 3, new byte[] {0, 0, 0, 7})); // REFUSED_STREAM
        in.readAllBytes();
      }
    }
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    byte[] frame = new byte[9 + payload.length];
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    frame[8] = (byte) stream;
    System.arraycopy(payload, 0, frame, 9, payload.length);
    return frame;
  }
}
