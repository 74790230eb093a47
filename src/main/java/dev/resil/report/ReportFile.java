package dev.resil.report;

import dev.resil.files.Replacement;
import dev.resil.io.LineSink;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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

  /** Until it gets the permissions of the file it replaces. */
  private static final FileAttribute<?>[] PRIVATE = {};

  private final String option;
  private final String name;
  private final Path path;
  private final Posix posix;
  private final boolean replaced;
  private final boolean forAll;

  private ReportFile(
      String option, String name, Path path, Posix posix, boolean replaced, boolean forAll) {
    this.option = option;
    this.name = name;
    this.path = path;
    this.posix = posix;
    this.replaced = replaced;
    this.forAll = forAll;
  }

  /** The same file, created readable for everybody whatever the umask. */
  public ReportFile forAll() {
    return new ReportFile(option, name, path, posix, replaced, true);
  }

  /**
   * A file to write to later.
   *
   * @param option the option that names it, for messages
   * @throws IllegalArgumentException if it can't be written, with the reason
   */
  public static ReportFile at(String option, String name, Posix posix) {
    try {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("the name is empty");
      }
      Path path = Path.of(name).toAbsolutePath();
      if (isStream(path)) {
        return new ReportFile(option, name, checked(path, path), posix, false, false);
      }
      Path target = Files.exists(path) ? path.toRealPath() : path;
      return new ReportFile(option, name, checked(target, target.getParent()), posix, true, false);
    } catch (InvalidPathException | IOException e) {
      throw new IllegalArgumentException("not a valid file name: " + e.getMessage(), e);
    }
  }

  /**
   * Whether a file is written to instead of replaced: a pipe, a terminal, and the target of {@code
   * /dev/stdout} or {@code /dev/fd/3}, which may be a file shared with other writers.
   */
  private static boolean isStream(Path path) {
    return path.startsWith("/dev") || path.startsWith("/proc") || SpecialFile.isAt(path);
  }

  private static Path checked(Path target, Path mustBeWritable) {
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IllegalArgumentException("is a folder; name a file in it");
    } else if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("the folder does not exist; create it first");
    } else if (!Files.isWritable(mustBeWritable)) {
      throw new IllegalArgumentException("is not writable; name another file");
    }
    return target;
  }

  /** The file to write to, with links resolved. */
  Path path() {
    return path;
  }

  /** Replaces the content, or reports on the sink why it can't. */
  public void write(String content, LineSink sink) {
    byte[] bytes = (content + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      if (replaced) {
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
    boolean exists = Files.exists(path);
    FileAttribute<?>[] mode = exists ? PRIVATE : BY_UMASK;
    try (Replacement replacement = Replacement.of(path, ".tmp", mode)) {
      replacement.write(ByteBuffer.wrap(bytes));
      if (!exists && forAll) {
        Files.setPosixFilePermissions(replacement.file(), FOR_ALL);
      }
      replacement.keepPermissions();
      replacement.commit();
    }
  }
}
