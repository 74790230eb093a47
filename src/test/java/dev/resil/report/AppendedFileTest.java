package dev.resil.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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
