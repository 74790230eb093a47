package dev.resil.report;

import dev.resil.posix.Posix;
import dev.resil.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file to which lines are added, each in one write at its end (O_APPEND), so that many processes
 * can share it. It is opened for each line: where a log is rotated, the next line goes to the new
 * file. A pipe is never waited for: without a reader the line is lost, and that is said.
 */
public final class AppendedFile {
  private static final Set<StandardOpenOption> APPENDING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final String option;
  private final String name;
  private final Path path;
  private final Posix posix;
  private final LineSink notices;
  private boolean failed;

  /**
   * A file to write to later.
   *
   * @param option what asked for it, for messages
   * @param notices is told once where a line could not be written
   * @throws IllegalArgumentException if that could not work, with the reason
   */
  public AppendedFile(String option, String name, Posix posix, LineSink notices) {
    this.option = option;
    this.name = name;
    this.path = ReportFile.at(option, name).path();
    this.posix = posix;
    this.notices = notices;
  }

  /** Adds a line, or says that it could not be added; whoever waits for the run must not fail. */
  public void line(String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      if (isPipe()) {
        write(bytes);
      } else {
        append(bytes);
      }
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        notices.line(
            "resil: %s %s: not written: %s"
                .formatted(option, Printable.of(name), ReportFile.reason(e)));
      }
    }
  }

  private boolean isPipe() {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  private void append(byte[] bytes) throws IOException {
    try (FileChannel file = FileChannel.open(path, APPENDING, ReportFile.BY_UMASK)) {
      file.write(ByteBuffer.wrap(bytes));
    }
  }

  private void write(byte[] bytes) throws IOException {
    int descriptor = posix.open(path.toString(), true, true);
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
