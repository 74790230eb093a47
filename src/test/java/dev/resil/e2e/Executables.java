package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Creates programs for tests. */
final class Executables {
  private Executables() {}

  /**
   * Creates a program. A separate process writes it: otherwise a child started by another test at
   * the same time could hold the file open for writing, so that it cannot be executed (execve(2),
   * ETXTBSY).
   */
  static Path write(Path file, String content) throws IOException {
    Process writer =
        new ProcessBuilder("sh", "-c", "cat >\"$0\" && chmod 755 \"$0\"", file.toString()).start();
    try (OutputStream input = writer.getOutputStream()) {
      input.write(content.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(writer.onExit().join().exitValue()).isZero();
    return file;
  }
}
