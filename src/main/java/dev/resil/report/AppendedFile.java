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
import java.nio.file.Files;
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
      String start = isTorn(file) ? "\n" : "";
      byte[] line = (start + text + "\n").getBytes(StandardCharsets.UTF_8);
      if (file.write(ByteBuffer.wrap(line)) < line.length) {
        // the rest could end up behind another process's line
        throw new IOException("there was room for only part of the line");
      }
    }
  }

  /** Whether the last line is incomplete, and nobody is writing it. */
  private boolean isTorn(FileChannel file) throws IOException {
    long size = file.size();
    if (size == 0 || endsALine(size)) {
      return false;
    }
    awaitWriter();
    return file.size() == size;
  }

  private boolean endsALine(long size) {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return file.read(last, size - 1) != 1 || last.get(0) == '\n';
    } catch (IOException e) {
      return true; // it may be write-only
    }
  }

  /**
   * Waits for the write call that is under way. The size of a file grows by the page during one, so
   * that half of its line is seen. A change of attributes, this one of nothing, takes the lock that
   * a write holds: {@code inode_lock} in Linux's {@code notify_change} and its file systems.
   */
  private void awaitWriter() {
    try {
      Files.setLastModifiedTime(path, Files.getLastModifiedTime(path));
    } catch (IOException e) {
      // not the owner, who alone may set it: the lock has been taken nevertheless
    }
  }
}
