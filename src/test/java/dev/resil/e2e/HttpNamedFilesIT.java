package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that an earlier run has left in part, and files that the server names. */
@Execution(ExecutionMode.CONCURRENT)
class HttpNamedFilesIT extends HttpAttempts {
  private static final String CONTENT = "0123456789abcdef";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String digest(String text) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
  }

  /** The connection breaks after each four bytes; the server either knows ranges or does not. */
  @ParameterizedTest
  @CsvSource({
    "-, 012345, true, '6, 10, 14'",
    "5, 01234XYZ, true, '5, 9, 13'",
    "-, '', true, '0, 4, 8, 12'",
    "-, 012345, false, 0"
  })
  void shouldContinueAPart(String offset, String left, boolean ranges, String starts)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), left);
    CutServer cut =
        new CutServer(bytes(CONTENT), "ETag: \"v\"", ranges, false, n -> ranges ? 4 : 99);
    try (RecordingServer server = new RecordingServer(cut)) {
      assertThat(http("--forever", "-C", offset, "-o", "file", server.url()).exitCode()).isZero();
    }
    assertThat(file).hasContent(CONTENT);
    assertThat(cut.starts()).hasToString("[" + starts + "]");
  }

  @Test
  void shouldFetchNothingIfNothingIsMissing() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), CONTENT);
    try (RecordingServer server =
        answering(status(416, "Content-Range: */16\r\n", ""), status(200, "", CONTENT))) {
      assertThat(http("-C", "-", "-o", "file", server.url()).exitCode()).isZero();
      assertThat(server.taken()).hasSize(1);
      Files.writeString(file, CONTENT + "and more");
      assertThat(http("-C", "-", "-o", "file", server.url()).exitCode()).isZero();
      assertThat(file).hasContent(CONTENT);
    }
  }

  /** The part is of other content, which only the digest tells. */
  @Test
  void shouldStartOverIfThePartDoesNotFit() throws IOException, NoSuchAlgorithmException {
    Path file = Files.writeString(folder.resolve("file"), "other");
    CutServer cut = new CutServer(bytes(CONTENT), "ETag: \"v\"", true, false, _ -> 99);
    try (RecordingServer server = new RecordingServer(cut)) {
      assertThat(
              http("-C", "-", "--sha256", digest(CONTENT), "-o", "file", server.url()).exitCode())
          .isZero();
    }
    assertThat(file).hasContent(CONTENT);
    assertThat(cut.starts()).containsExactly(5, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -C 9 -o file        | --continue-at 9: file has only 3 bytes; use '-' to continue at its end
          -C x -o file        | --continue-at x: must be a number of bytes, or '-'
          -C -                | --continue-at: requires --output FILE
          -C - -o -           | --continue-at: requires --output FILE
          -C - -i -o file     | --continue-at: cannot be used with --include; the file of --output has no headers; use --dump-header FILE
          -C - -OJ            | --continue-at: cannot be used with --remote-header-name; remove one
          -J                  | --remote-header-name: requires --remote-name
          -m 1 -t 2           | --timeout: cannot be used with --max-time; remove one
          """)
  void shouldRefuseWhatMakesNoSense(String options, String error) throws IOException {
    Files.writeString(folder.resolve("file"), "old");
    Resil.Result result = http(with(options.split(" +", -1), "http://127.0.0.1:1/x"));
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).isEqualTo("resil: " + error + "\n");
  }

  @Test
  void shouldLetTheServerNameAFile() throws IOException {
    try (RecordingServer server =
        answering(
            status(503, "Content-Disposition: attachment; filename=no\r\n", ""),
            status(200, "Content-Disposition: attachment; filename=\"../a b\"\r\n", "new"))) {
      String[] fetch = {
        "-OJ", "--output-dir", "dir", "--create-dirs", "-w", "%{filename_effective}"
      };
      assertThat(http(with(fetch, server.url() + "/x")).out()).isEqualTo("dir/a b");
      Path file = folder.resolve("dir/a b");
      assertThat(file).hasContent("new");
      Files.writeString(file, "mine");

      Resil.Result again = http(with(fetch, server.url() + "/x"));
      assertThat(again.exitCode()).isEqualTo(125);
      assertThat(again.err()).contains("dir/a b exists, and a name that the server chooses");
      assertThat(file).hasContent("mine");
      try (var files = Files.list(folder.resolve("dir"))) {
        assertThat(files.toList()).isEqualTo(List.of(file));
      }
    }
  }

  /** The URL of the answer is chosen by the server, as the header is. */
  @Test
  void shouldTakeTheNameOfTheLastUrl() throws IOException {
    byte[] moved = status(302, "Location: /v2/tool.tgz\r\n", "");
    try (RecordingServer server =
        answering(moved, status(200, "", "new"), moved, status(200, "", "other"))) {
      assertThat(http("-OJL", server.url() + "/latest").exitCode()).isZero();
      assertThat(folder.resolve("tool.tgz")).hasContent("new");
      assertThat(folder.resolve("latest")).doesNotExist();
      assertThat(http("-OJL", server.url() + "/latest").exitCode()).isEqualTo(125);
      assertThat(folder.resolve("tool.tgz")).hasContent("new");
    }
    try (RecordingServer server =
        answering(status(302, "Location: /b/same\r\n", ""), status(200, "", "again"))) {
      Files.writeString(folder.resolve("same"), "old");
      assertThat(http("-OJL", server.url() + "/a/same").exitCode()).isZero();
      assertThat(folder.resolve("same")).hasContent("again");
    }
  }

  @Test
  void shouldPreferTheNameOfOutput() {
    byte[] named = status(200, "Content-Disposition: attachment; filename=theirs\r\n", "body");
    try (RecordingServer server = answering(named)) {
      assertThat(http("-J", "-o", "mine", "-D", "heads", server.url()).exitCode()).isZero();
    }
    assertThat(folder.resolve("mine")).hasContent("body");
    assertThat(folder.resolve("heads")).content().contains("filename=theirs");
    assertThat(folder.resolve("theirs")).doesNotExist();
  }

  @Test
  void shouldWriteInformationToFiles() throws IOException {
    Path log = Files.writeString(folder.resolve("log"), "old\n");
    try (RecordingServer server = answering(status(200, "X: 1\r\nX: 2\r\n", "body\n"))) {
      String format = "a%output{new}%{http_code}%output{>>log}%header{x:all:\\}}%{stdout}b";
      assertThat(http("-w", format, server.url()).out()).isEqualTo("body\nab");
      assertThat(folder.resolve("new")).hasContent("200");
      assertThat(log).hasContent("old\n1}2");
      server.taken();

      Resil.Result none = http("-w", "%output{no/such/file}", server.url());
      assertThat(none.exitCode()).isEqualTo(125);
      assertThat(none.err()).contains("--write-out").contains("create it first");
      assertThat(server.taken()).isEmpty();
    }
  }

  @Test
  void shouldKeepTheHeadThatConfirmsAPart() throws IOException {
    Files.writeString(folder.resolve("file"), CONTENT);
    try (RecordingServer server = answering(status(416, "Content-Range: bytes */16\r\n", ""))) {
      assertThat(http("-C", "-", "-o", "file", "-D", "heads", server.url()).exitCode()).isZero();
    }
    assertThat(folder.resolve("heads")).content().startsWith("HTTP/1.1 416");
  }

  @Test
  void shouldFallBackOnTheNameInTheUrl() {
    try (RecordingServer server = answering(status(200, "", "body"))) {
      assertThat(http("-OJ", server.url() + "/a/x?y").exitCode()).isZero();
      assertThat(folder.resolve("x")).hasContent("body");
      Resil.Result nameless = http("-OJ", server.url() + "/a/");
      assertThat(nameless.exitCode()).isEqualTo(125);
      assertThat(nameless.err()).contains("neither the server nor the URL gives the file a name");
    }
    try (RecordingServer server = answering(status(404, "", "body"))) {
      assertThat(http("-OJ", server.url() + "/a/").exitCode()).isEqualTo(22);
    }
  }

  @Test
  void shouldLimitAnAttemptByCurlsName() {
    try (RecordingServer server =
        new RecordingServer((_, _) -> {
          java.util.concurrent.locks.LockSupport.park();
          return false;
        })) {
      assertThat(http("-n", "1", "-m", "0.1", server.url()).exitCode()).isEqualTo(124);
    }
  }
}
