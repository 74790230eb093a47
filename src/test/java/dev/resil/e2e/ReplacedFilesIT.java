package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file keeps when any option writes it; {@code f} is a link to it. */
@Execution(ExecutionMode.CONCURRENT)
class ReplacedFilesIT extends HttpAttempts {
  private static final String PREPARE =
      """
      export RESIL_STATE=$PWD/state
      mkdir d && echo old >d/file && ln -s d/file f && chmod 640 d/file
      state() { stat -c '%u %g %a' d/file; getfacl -cpn d/file; }
      """;

  private Shell.Result run(String line, String script) throws IOException {
    try (RecordingServer server =
        answering(status(200, "ETag: \"new\"\r\nSet-Cookie: a=new\r\n", "new\n"))) {
      return new Shell(folder)
          .run(
              PREPARE
                  + "write() { "
                  + line.replace("URL", server.url())
                      .replace("http ", "\"$RESIL\" http -q -n 1 ")
                      .replace("run ", "\"$RESIL\" run -q -n 1 ")
                      .replace("stats ", "\"$RESIL\" stats ")
                  + "; }\n"
                  + script);
    }
  }

  private void assertWritten() {
    assertThat(folder.resolve("f")).isSymbolicLink().isNotEmptyFile();
    assertThat(folder.resolve("d/file")).content().isNotEqualTo("old\n");
    assertThat(folder.resolve("d").toFile().list()).containsExactly("file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http -o f URL",
        "cd d; http -O URL/file",
        "http -D f -o /dev/null URL",
        "http -c f -o /dev/null URL",
        "http --etag-save f -o /dev/null URL",
        "http -w '%output{f}new' -o /dev/null URL",
        "run --report f -- true",
        "run --name n --metrics-file f -- true",
        "run --event-log f -- true",
        "stats show --html f",
      })
  void shouldKeepOwnerModeAndAccessList(String line) throws IOException {
    Needs.that(Files.getAttribute(folder, "unix:uid").equals(0), "root");
    Needs.programs("setfacl", "getfacl");
    Shell.Result result =
        run(
            line,
            """
            setfacl -m u:4713:rw,g:4714:r,m::r d/file && chown 4711:4712 d/file &&
            setfacl -d -m u:4715:rw d || exit 77
            before=$(state); (write) >out 2>err || { cat err; exit 1; }
            [ "$before" = "$(state)" ] || { echo "$before"; state; }
            """);
    Needs.that(result.exitCode() != 77, "access control lists");
    assertThat(result.out()).isEmpty();
    assertWritten();
  }

  /** As a single file is mounted into a container. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http -o f URL",
        "http -c f -o /dev/null URL",
        "run --name n --metrics-file f -- true",
        "run --event-log f -- true",
        "stats show --html f",
      })
  void shouldWriteAMountedFileInPlace(String line) throws IOException {
    Shell.needMounts();
    Shell.Result result =
        run(
            line,
            """
            echo old >host; export RESIL; export -f write
            unshare -rm bash -c 'mount --bind host d/file && write' >out || { cat out; exit 1; }
            cat host >d/file
            """);
    assertThat(result.out() + result.err()).isEmpty();
    assertWritten();
  }

  @ParameterizedTest
  @CsvSource({
    "i, http -o f URL",
    "a, http -o f URL",
    "a, http -c f URL",
    "i, run --report f -- echo ran",
    "a, run --report f -- echo ran",
    "i, run --event-log f -- echo ran",
    "a, stats show --html f",
  })
  void shouldRunNothingIfTheFileCannotBeChanged(String flag, String line) throws IOException {
    Needs.programs("chattr");
    Shell.Result result =
        run(
            line,
            """
            chattr +%1$s d/file 2>/dev/null || exit 77
            trap 'chattr -%1$s d/file' EXIT
            write; echo $?
            """
                .formatted(flag));
    Needs.that(result.exitCode() != 77, "chattr, as root");
    assertThat(result.out()).isEqualTo("125\n");
    assertThat(result.err()).endsWith(" f: is not writable; name another file\n");
    assertThat(folder.resolve("d/file")).hasContent("old");
    assertThat(folder.resolve("d").toFile().list()).containsExactly("file");
  }

  @Test
  void shouldAppendToAFileThatOnlyGrows() throws IOException {
    Needs.programs("chattr");
    Shell.Result result =
        run(
            "run --event-log f -- true",
            """
            chattr +a d/file 2>/dev/null || exit 77
            trap 'chattr -a d/file' EXIT
            write
            """);
    Needs.that(result.exitCode() != 77, "chattr, as root");
    assertThat(result.err()).isEmpty();
    assertThat(folder.resolve("d/file")).content().startsWith("old\n{");
  }
}
