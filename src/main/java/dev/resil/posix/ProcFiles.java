package dev.resil.posix;

import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of {@code proc(5)}. Reads them anew each time, and does not check whether {@code /proc}
 * belongs to this process's own PID namespace, which is the caller's task.
 */
public final class ProcFiles {
  /** The name of this process's folder. */
  public static final String SELF = "self";

  private final Posix posix;
  private final String root;
  private final byte[] buffer = new byte[4096];

  /** The files that the system shows in {@code /proc}. */
  public ProcFiles(Posix posix) {
    this(posix, Path.of("/proc"));
  }

  /** The files in a folder that is like {@code /proc}. */
  public ProcFiles(Posix posix, Path root) {
    this.posix = posix;
    this.root = root + "/";
  }

  /** The path of a file, such as {@code self/fd}. */
  public Path path(String file) {
    return Path.of(root + file);
  }

  /** Whether there is such a file, even a link to nothing. */
  public boolean exists(String file) {
    return Files.exists(path(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** The content of a file; empty if the process has ended, or belongs to another user. */
  public synchronized Optional<String> content(String file) {
    int descriptor = posix.open(root + file, false, false);
    if (descriptor < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int count = posix.read(descriptor, buffer, 0, buffer.length);
    while (count > 0) {
      bytes.write(buffer, 0, count);
      count = posix.read(descriptor, buffer, 0, buffer.length);
    }
    posix.close(descriptor);
    return count < 0 ? Optional.empty() : Optional.of(RawText.decode(bytes.toByteArray()));
  }

  /** The target of a symbolic link; empty if it is gone, or belongs to another user. */
  public Optional<String> link(String file) {
    try {
      return Optional.of(Files.readSymbolicLink(path(file)).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** A field of a process's {@code status}, such as {@code NSpid}. */
  public Optional<String> status(String process, String field) {
    return content(process + "/status").flatMap(status -> field(status, field));
  }

  /** A field of the content of a {@code status} file. */
  public static Optional<String> field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** A process's {@code stat}; empty if there is no such process. */
  public Optional<ProcStat> stat(String process) {
    return content(process + "/stat").flatMap(ProcStat::parse);
  }
}
