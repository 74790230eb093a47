package dev.resil.report;

import dev.resil.io.Descriptor;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipe, a terminal or a device that lines are written to. Nobody who reads is waited for, and
 * whoever reads slowly not for long.
 */
final class SpecialFile {
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final Posix posix;
  private final Path path;

  SpecialFile(Posix posix, Path path) {
    this.posix = posix;
    this.path = path;
  }

  /** Whether what is at a path now, with links followed, is such a file. */
  static boolean isAt(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  void line(String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    int descriptor = posix.open(path.toString(), true, true);
    if (descriptor == -Errno.ENXIO) {
      throw new IOException("nobody reads from it");
    }
    int error =
        descriptor < 0
            ? -descriptor
            : new Descriptor(posix, descriptor, PATIENCE_NANOS).write(bytes);
    if (descriptor >= 0) {
      posix.close(descriptor);
    }
    if (error != 0) {
      throw new IOException(posix.message(error));
    }
  }
}
