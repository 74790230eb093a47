package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Makes programs that tests start. */
final class Executables {
  private Executables() {}

  /**
   * Makes a program. A process of its own writes it: a child that another test starts just then
   * would have the file open for writing too, and what is open so cannot be started (execve(2),
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
