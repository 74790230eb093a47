package dev.resil.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedFileTest {
  private final List<String> notices = new ArrayList<>();

  @TempDir private Path folder;

  private AppendedFile file() {
    return new AppendedFile(
        "--event-log", folder.resolve("log").toString(), Posix.get(), notices::add);
  }

  private String content() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void shouldAddLines() throws IOException {
    file().line("{\"a\":1}");
    file().line("{\"b\":2}");
    assertThat(content()).isEqualTo("{\"a\":1}\n{\"b\":2}\n");
    assertThat(notices).isEmpty();
  }

  @Test
  void shouldStartANewLineAfterAnIncompleteOne() throws IOException {
    Files.writeString(folder.resolve("log"), "{\"a\":");
    file().line("{\"b\":2}");
    assertThat(content()).isEqualTo("{\"a\":\n{\"b\":2}\n");
  }

  /** The size of a file grows by the page while a line is written to it. */
  @Test
  void shouldNotTakeALineThatIsBeingWrittenForAnIncompleteOne() throws Exception {
    String line = "x".repeat(1_000);
    try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        writers.execute(() -> {
          AppendedFile file = file();
          for (int count = 0; count < 2_000; count++) {
            file.line(line);
          }
        });
      }
    }
    assertThat(content().lines()).hasSize(8 * 2_000);
    assertThat(notices).isEmpty();
  }

  @Test
  void shouldAppendToAWriteOnlyFile() throws IOException {
    file().line("one");
    Files.setPosixFilePermissions(
        folder.resolve("log"), PosixFilePermissions.fromString("-w-------"));
    file().line("two");
    Files.setPosixFilePermissions(
        folder.resolve("log"), PosixFilePermissions.fromString("rw-------"));
    assertThat(content()).isEqualTo("one\ntwo\n");
    assertThat(notices).isEmpty();
  }
}
