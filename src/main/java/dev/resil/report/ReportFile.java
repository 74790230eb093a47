package dev.resil.report;

import dev.resil.files.OutputFile;
import dev.resil.files.Replacement;
import dev.resil.files.UserPath;
import dev.resil.io.LineSink;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is replaced atomically: a reader sees the old content or the new one. Other files (a
 * pipe, a terminal) are written to without blocking: without a reader there is no report, and a
 * message says so.
 */
public final class ReportFile {
  /** A new report gets the permissions of the umask, as any file that a command writes. */
  static final FileAttribute<?>[] BY_UMASK = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
  };

  private static final Set<PosixFilePermission> FOR_ALL =
      PosixFilePermissions.fromString("rw-r--r--");

  private final String option;
  private final String name;
  private final OutputFile file;
  private final Posix posix;
  private final boolean forAll;

  private ReportFile(String option, String name, OutputFile file, Posix posix, boolean forAll) {
    this.option = option;
    this.name = name;
    this.file = file;
    this.posix = posix;
    this.forAll = forAll;
  }

  /** The same file, created readable for everybody whatever the umask. */
  public ReportFile forAll() {
    return new ReportFile(option, name, file, posix, true);
  }

  /**
   * A file to write to later.
   *
   * @param option the option that names it, for messages
   * @throws IllegalArgumentException if it can't be written, with the reason
   */
  public static ReportFile at(String option, String name, Posix posix) {
    return new ReportFile(option, name, OutputFile.of(new UserPath(name)), posix, false);
  }

  /** Replaces the content, or reports on the sink why it can't. */
  public void write(String content, LineSink sink) {
    byte[] bytes = (content + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      Path path = file.target();
      if (!file.isStream()) {
        replace(bytes);
      } else if (SpecialFile.isAt(path)) {
        new SpecialFile(posix, path).line(content);
      } else {
        Files.write(path, bytes, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      String shown = Printable.of(name);
      sink.line(
          "resil: %s %s: not written: %s".formatted(option, shown, Printable.of(IoReason.of(e))));
    }
  }

  private void replace(byte[] bytes) throws IOException {
    boolean exists = Files.exists(file.target());
    try (Replacement replacement = file.replacement(".tmp")) {
      replacement.write(ByteBuffer.wrap(bytes));
      if (!exists && forAll) {
        Files.setPosixFilePermissions(replacement.file(), FOR_ALL);
      }
      replacement.keepAttributes();
      replacement.commit();
    }
  }
}
