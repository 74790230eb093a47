package dev.resil.report;

import dev.resil.files.UserPath;
import dev.resil.io.Descriptor;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipe, a terminal or a device to which lines are written. Does not wait for a reader to appear,
 * and waits for a slow one only briefly.
 */
final class SpecialFile {
  private static final long WRITE_TIMEOUT_NANOS = 1_000_000_000;

  private final Posix posix;
  private final Path path;

  SpecialFile(Posix posix, Path path) {
    this.posix = posix;
    this.path = path;
  }

  /** Whether a path, with links resolved, is such a file now. */
  static boolean isAt(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  void line(String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    int descriptor = posix.open(UserPath.text(path), true, true);
    if (descriptor == -Errno.ENXIO) {
      throw new IOException("it has no reader");
    }
    int error =
        descriptor < 0
            ? -descriptor
            : new Descriptor(posix, descriptor, WRITE_TIMEOUT_NANOS).write(bytes);
    if (descriptor >= 0) {
      posix.close(descriptor);
    }
    if (error != 0) {
      throw new IOException(posix.message(error));
    }
  }
}
