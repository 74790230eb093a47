package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken downloads: the file is complete in the end, and no byte is fetched twice. */
@Execution(ExecutionMode.CONCURRENT)
class HttpDownloadIT {
  private static final String ETAG = "ETag: \"v1\"";
  private static final byte[] CONTENT = content(64);

  @TempDir private Path folder;
  private Path file;

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    IntStream.range(0, length).forEach(i -> content[i] = (byte) (37 * i));
    return content;
  }

  @BeforeEach
  void name() {
    file = folder.resolve("file");
  }

  private Resil.Result fetch(RecordingServer server, String... arguments) {
    List<String> all = new ArrayList<>(List.of("http", "-q", "-b", "0", "-o", "file"));
    all.addAll(List.of(arguments));
    all.add(server.url() + "/file");
    return Resil.with(all.toArray(String[]::new)).in(folder).run();
  }

  private static CutServer cutting(IntUnaryOperator cut) {
    return new CutServer(CONTENT, ETAG, true, false, cut);
  }

  private void assertWhole(Resil.Result result) throws IOException {
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void shouldFetchNoByteTwiceAfterABrokenBody() throws IOException {
    CutServer cut = cutting(n -> 1);
    try (RecordingServer server = new RecordingServer(cut)) {
      assertWhole(fetch(server, "--forever"));
    }
    assertThat(cut.starts()).isEqualTo(IntStream.range(0, CONTENT.length).boxed().toList());
    assertThat(cut.sent()).isEqualTo(CONTENT.length);
  }

  @Test
  void shouldSurviveABrokenHead() throws IOException {
    int head = cutting(n -> 0).headLength();
    CutServer cut = cutting(n -> n < head ? n - head : CONTENT.length);
    try (RecordingServer server = new RecordingServer(cut)) {
      assertWhole(fetch(server, "--forever"));
    }
    assertThat(cut.starts()).hasSize(head + 1);
    assertThat(cut.sent()).isEqualTo(CONTENT.length);
  }

  @Test
  void shouldResumeADownloadOfUnknownLength() throws IOException {
    CutServer cut = new CutServer(CONTENT, ETAG, true, true, n -> 5);
    try (RecordingServer server = new RecordingServer(cut)) {
      assertWhole(fetch(server, "--forever"));
    }
    assertThat(cut.sent()).isEqualTo(CONTENT.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Date: DAY:38 GMT; Last-Modified: DAY:37 GMT               | true  | 20
          Date: DAY:37 GMT; Last-Modified: DAY:37 GMT               | true  | 0
          Last-Modified: DAY:37 GMT                                 | true  | 0
          ETag: W/"v1"; Date: DAY:38 GMT; Last-Modified: DAY:37 GMT | true  | 0
          ETag: W/"v1"                                              | true  | 0
          ETag: "v 1"                                               | true  | 0
          X-Other: 1                                                | true  | 0
          ETag: "v1"                                                | false | 0
          """)
  void shouldStartOverIfTheServerCannotResume(String validator, boolean ranges, int start)
      throws IOException {
    String headers = validator.replace("; ", "\r\n").replace("DAY", "Sun, 06 Nov 1994 08:49");
    CutServer cut =
        new CutServer(CONTENT, headers, ranges, false, n -> n == 0 ? 20 : CONTENT.length);
    try (RecordingServer server = new RecordingServer(cut)) {
      assertWhole(fetch(server));
    }
    assertThat(cut.starts()).containsExactly(0, start);
  }

  @Test
  void shouldTakeTheNewFileIfItHasChanged() throws IOException {
    CutServer before =
        new CutServer(content(100), "ETag: \"v0\"", true, false, n -> CONTENT.length - 1);
    CutServer after = cutting(n -> CONTENT.length);
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer((request, client) ->
            number[0]++ == 0 ? before.answer(request, client) : after.answer(request, client))) {
      assertWhole(fetch(server));
      assertThat(server.taken().getLast().header("if-range")).isEqualTo("\"v0\"");
    }
  }

  /** Each server answers with other bytes than the rest of the file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "416 Range Not Satisfiable|Content-Range: bytes */64",
        "206 Partial Content|Content-Range: bytes 19-63/64",
        "206 Partial Content|Content-Range: bytes 20-63/65",
        "206 Partial Content|Content-Range: bytes 20-63/64\r\nETag: \"v2\"",
        "206 Partial Content|X-Other: 1"
      })
  void shouldDetectAServerThatResumesAtAWrongOffset(String answer) throws IOException {
    CutServer cut = cutting(n -> n == 0 ? 20 : CONTENT.length);
    String[] parts = answer.split("[|]", -1);
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          if (request.header("range").isEmpty()) {
            return cut.answer(request, client);
          }
          client
              .getOutputStream()
              .write(RecordingServer.answer(parts[0], parts[1] + "\r\n", "x".repeat(44)));
          return true;
        })) {
      assertWhole(fetch(server));
      assertThat(cut.starts()).containsExactly(0, 0);
    }
  }

  @Test
  void shouldKeepTheOldFileIfTheDownloadFails() throws IOException {
    Files.writeString(file, "old");
    try (RecordingServer server = new RecordingServer(cutting(n -> n))) {
      assertThat(fetch(server, "-n", "3").exitCode()).isEqualTo(56);
    }
    assertThat(file).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void shouldResumeAfterATimeout() throws Exception {
    List<CutServer> cuts = new ArrayList<>();
    Resil.Result result =
        EnoughTime.of(
            Duration.ofSeconds(1),
            timeout -> {
              CutServer cut = cutting(n -> CONTENT.length);
              cuts.add(cut);
              Files.deleteIfExists(file);
              try (RecordingServer server =
                  new RecordingServer((request, client) ->
                      request.header("range").isEmpty()
                          ? startAndStall(client)
                          : cut.answer(request, client))) {
                return fetch(server, "--forever", "-t", timeout, "--report", "-");
              }
            },
            ran -> cuts.getLast().starts().equals(List.of(10)));
    assertThat(result.err()).contains("\"outcome\":\"timeout\"").contains("\"resumed_from\":10");
    assertWhole(result);
    assertThat(cuts.getLast().starts()).containsExactly(10);
  }

  private static boolean startAndStall(Socket client) throws IOException {
    String head = "HTTP/1.1 200 OK\r\n" + ETAG + "\r\nContent-Length: 64\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().write(CONTENT, 0, 10);
    return client.getInputStream().read() >= 0; // until the client closes
  }

  // ---- digests and lengths

  private static byte[] sha(String algorithm, byte[] bytes) throws Exception {
    return MessageDigest.getInstance(algorithm).digest(bytes);
  }

  private static byte[] answer(byte[] body, String headers) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(body);
    return answer.toByteArray();
  }

  @Test
  void shouldFetchAgainIfTheUsersDigestDiffers() throws Exception {
    byte[] other = content(65);
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer(request -> answer(number[0]++ == 0 ? other : CONTENT, ""))) {
      String wanted = HexFormat.of().formatHex(sha("SHA-256", CONTENT));
      assertWhole(fetch(server, "--sha256", wanted));
      assertThat(server.taken()).hasSize(2);
      Files.delete(file);
      Resil.Result result =
          Resil.with("http", "-n", "1", "-o", "file", "--sha256", wanted.replace('a', 'b'))
              .append(server.url())
              .in(folder)
              .run();
      assertThat(result.exitCode()).isEqualTo(56);
      assertThat(result.err())
          .contains("its SHA-256 is " + wanted + ", which does not match --sha256");
      assertThat(file).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256", "sha-512"})
  void shouldFetchAgainIfTheServersDigestDiffers(String algorithm) throws Exception {
    byte[] digest = sha(algorithm.toUpperCase(java.util.Locale.ROOT), CONTENT);
    String promise =
        "Repr-Digest: md5=:AAAA:, %s=:%s:\r\n%s\r\n"
            .formatted(algorithm, Base64.getEncoder().encodeToString(digest), ETAG);
    byte[] damaged = Arrays.copyOf(CONTENT, CONTENT.length);
    damaged[40] ^= 1;
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer(request -> answer(number[0]++ == 0 ? damaged : CONTENT, promise))) {
      assertWhole(fetch(server));
      assertThat(server.taken().getLast().headers()).doesNotContainKey("range");
    }
  }

  @Test
  void shouldCountAllBytesOfAResumedDownload() throws Exception {
    String promise =
        ETAG
            + "\r\nRepr-Digest: sha-256=:"
            + Base64.getEncoder().encodeToString(sha("SHA-256", CONTENT))
            + ":";
    CutServer cut = new CutServer(CONTENT, ETAG, true, false, n -> 30);
    CutServer first = new CutServer(CONTENT, promise, true, false, n -> 30);
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer((request, client) ->
            number[0]++ == 0 ? first.answer(request, client) : cut.answer(request, client))) {
      assertWhole(
          fetch(
              server, "--forever", "--sha256", HexFormat.of().formatHex(sha("SHA-256", CONTENT))));
    }
    assertThat(cut.starts()).containsExactly(30, 60);
  }

  @Test
  void shouldDecompressARequestedEncoding() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(CONTENT);
    }
    String headers =
        "Content-Encoding: gzip\r\n%s\r\nRepr-Digest: sha-256=:%s:\r\n"
            .formatted(
                ETAG, Base64.getEncoder().encodeToString(sha("SHA-256", packed.toByteArray())));
    int[] number = {0};
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          byte[] whole = answer(packed.toByteArray(), headers);
          client.getOutputStream().write(whole, 0, whole.length - (number[0]++ == 0 ? 20 : 0));
          return false;
        })) {
      assertWhole(fetch(server, "--compressed"));
      assertThat(server.taken().getLast().headers())
          .containsEntry("accept-encoding", List.of("deflate, gzip, br, zstd"))
          .doesNotContainKey("range");
    }
  }

  // ---- progress

  @Test
  void shouldShowProgressOnATerminal() throws IOException {
    Path shown = folder.resolve("shown");
    byte[] half = new byte[1 << 16];
    try (RecordingServer server =
        new RecordingServer((request, client) -> {
          client
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 131072\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
          client.getOutputStream().write(half);
          awaitText(shown, "resil: 64.0 KiB of 128 KiB, 0 B/s, attempt 1 of 3");
          client.getOutputStream().write(half);
          return false;
        })) {
      String command =
          "resil run -q --pty -- env TERM=xterm resil http -o file " + server.url() + " >shown";
      assertThat(new Shell(folder).run(command.replace("env TERM=xterm resil", inTerminal())).err())
          .isEmpty();
      assertThat(Files.size(file)).isEqualTo(1 << 17);
      assertThat(Files.readString(shown)).endsWith("\r\033[K");
    }
  }

  private static String inTerminal() {
    return "env TERM=xterm " + Shell.quoted(Resil.program());
  }

  private static void awaitText(Path file, String text) throws IOException {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (!Files.exists(file) || !Files.readString(file).contains(text)) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
