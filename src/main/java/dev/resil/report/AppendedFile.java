package dev.resil.report;

import dev.resil.files.OutputFile;
import dev.resil.files.UserPath;
import dev.resil.io.LineSink;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file to which lines are appended, each in a single write (O_APPEND), so that many processes can
 * share it. It is opened for each line, so that after log rotation the next line goes to the new
 * file. If a full disk cut a line, the next one starts on a line of its own. Writing to a pipe
 * never blocks: without a reader the line is lost, and a message says so.
 */
public final class AppendedFile {
  private static final Set<StandardOpenOption> APPENDING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private final String option;
  private final String name;
  private final Path path;
  private final SpecialFile special;
  private final LineSink notices;
  private boolean failed;

  /**
   * A file to write to later.
   *
   * @param option the option that names it, for messages
   * @param notices receives one message if a line could not be written
   * @throws IllegalArgumentException if it can't be written, with the reason
   */
  public AppendedFile(String option, String name, Posix posix, LineSink notices) {
    this.option = option;
    this.name = name;
    this.path = OutputFile.toAppendTo(new UserPath(name)).target();
    this.special = new SpecialFile(posix, path);
    this.notices = notices;
  }

  /** Appends a line, or reports that it can't: that must not fail the run. */
  public void line(String text) {
    try {
      if (SpecialFile.isAt(path)) {
        special.line(text);
      } else {
        append(text);
      }
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        notices.line(
            "resil: %s %s: not written: %s"
                .formatted(option, Printable.of(name), Printable.of(IoReason.of(e))));
      }
    }
  }

  private void append(String text) throws IOException {
    try (FileChannel file = FileChannel.open(path, APPENDING, ReportFile.BY_UMASK)) {
      byte[] line =
          ((isTorn(file.size()) ? "\n" : "") + text + "\n").getBytes(StandardCharsets.UTF_8);
      if (file.write(ByteBuffer.wrap(line)) < line.length) {
        // the rest could end up behind another process's line
        throw new IOException("there was room for only part of the line");
      }
    }
  }

  /** Whether the last line is incomplete. */
  private boolean isTorn(long size) {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return size > 0 && file.read(last, size - 1) == 1 && last.get(0) != '\n';
    } catch (IOException e) {
      return false; // it may be write-only
    }
  }
}
