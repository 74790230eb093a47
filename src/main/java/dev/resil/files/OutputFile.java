package dev.resil.files;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import dev.resil.posix.RawEnvironment;
import dev.resil.text.IoReason;
import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * A file that the user named for output, checked before anything is sent or run. A link stays a
 * link: its target is written. A regular file is replaced by renaming, so that a reader finds the
 * old content or the new; where that is impossible, or would change its owner, access list or
 * label, or separate it from its hard links, it is written in place.
 */
public final class OutputFile {
  /** The limit of Linux (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int STICKY = 01000;
  private static final int OCTAL_DIGITS = 3;

  private final Path target;
  private final boolean stream;
  private final boolean inPlace;

  private OutputFile(Path target, boolean stream, boolean inPlace) {
    this.target = target;
    this.stream = stream;
    this.inPlace = inPlace;
  }

  /**
   * A file to replace, or a device or pipe to write to.
   *
   * @throws IllegalArgumentException if it cannot be written, with the reason and a remedy
   */
  public static OutputFile of(UserPath name) {
    return of(name, true);
  }

  /**
   * A file to append to, or a device or pipe to write to.
   *
   * @throws IllegalArgumentException if it cannot be written, with the reason and a remedy
   */
  public static OutputFile toAppendTo(UserPath name) {
    return of(name, false);
  }

  private static OutputFile of(UserPath name, boolean replaced) {
    try {
      Path path = name.path();
      if (isSystems(path) && Files.exists(path)) {
        require(!Files.isDirectory(path), "is a folder; name a file in it");
        require(Files.isWritable(path), "is not writable; name another file");
        return new OutputFile(path, !Files.isRegularFile(path) || isDescriptor(path), true);
      }
      Path target = withoutLinks(path);
      require(
          target.getParent() != null && !Files.isDirectory(target),
          "is a folder; name a file in it");
      require(Files.isDirectory(target.getParent()), "the folder does not exist; create it first");
      Optional<Integer> mode = mode(target);
      if (mode.isEmpty()) {
        require(
            Files.isWritable(target.getParent()) && !isRemoved(target.getParent()),
            "its folder is not writable; name a file in another");
        return new OutputFile(target, false, false);
      }
      require((mode.get() & TYPE) != SOCKET, "is a socket; name a file");
      boolean regular = Files.isRegularFile(target);
      boolean renamed = regular && replaced && isReplaceable(target);
      require(
          renamed || ((regular && replaced) ? isOpenable(target) : Files.isWritable(target)),
          "is not writable; name another file");
      return new OutputFile(target, !regular, !renamed);
    } catch (IOException e) {
      throw new IllegalArgumentException(IoReason.of(e) + "; name another file", e);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The target of {@code /dev/stdout} or {@code /dev/fd/3} may be shared with other writers. */
  private static boolean isSystems(Path path) {
    return path.startsWith("/dev") || path.startsWith("/proc");
  }

  private static boolean isDescriptor(Path path) {
    return path.startsWith("/proc") || path.startsWith("/dev/fd") || Files.isSymbolicLink(path);
  }

  /** The target of a symbolic link, existing or not. */
  private static Path withoutLinks(Path path) throws IOException {
    Path target = path;
    for (int i = 0; Files.isSymbolicLink(target); i++) {
      if (i == MAX_LINKS) {
        throw new IOException("too many levels of symbolic links");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static Optional<Integer> mode(Path target) throws IOException {
    try {
      return Optional.of((Integer) Files.getAttribute(target, "unix:mode"));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it will be created
    }
  }

  /** Whether a folder is only left for the processes that are in it. */
  private static boolean isRemoved(Path folder) throws IOException {
    return (Integer) Files.getAttribute(folder, "unix:nlink") == 0;
  }

  /**
   * Whether a new file can be renamed over this one and have all that it has: tried with an empty
   * file beside it.
   */
  private static boolean isReplaceable(Path target) throws IOException {
    if (!Files.isWritable(target.getParent())
        || isMountPoint(target)
        || isImmutable(target)
        || (hasHardLinks(target) && isOpenable(target))) {
      return false;
    }
    Path probe;
    try {
      probe = TemporaryFiles.create(target.getParent(), ".tmp");
    } catch (IOException e) {
      return false;
    }
    try {
      Map<String, Object> own = Files.readAttributes(probe, "unix:uid");
      Map<String, Object> old = Files.readAttributes(target, "unix:uid");
      return !isGuarded(target, own.get("uid"), old.get("uid"))
          && KeptAttributes.copyAllButMode(target, probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static boolean hasHardLinks(Path target) throws IOException {
    return (Integer) Files.getAttribute(target, "unix:nlink") > 1;
  }

  /**
   * Whether nobody may rename over a file, not even root: chattr(1), {@code i} and {@code a}. Only
   * these, not its mode, are EPERM.
   */
  private static boolean isImmutable(Path target) {
    return open(target) == -Errno.EPERM;
  }

  private static boolean isOpenable(Path target) {
    return open(target) >= 0;
  }

  /** Opens an existing file for writing, without effect. Returns the negated errno if it can't. */
  private static int open(Path target) {
    Posix posix = Posix.get();
    int descriptor = posix.open(UserPath.text(target), true, true);
    if (descriptor >= 0) {
      posix.close(descriptor);
    }
    return descriptor;
  }

  /** Whether the sticky bit of its folder keeps this user from replacing a file. */
  private static boolean isGuarded(Path target, Object user, Object owner) throws IOException {
    Map<String, Object> folder = Files.readAttributes(target.getParent(), "unix:mode,uid");
    return ((Integer) folder.get("mode") & STICKY) != 0
        && !user.equals(0)
        && !user.equals(owner)
        && !user.equals(folder.get("uid"));
  }

  /** Whether a single file is mounted here, as into a container: renaming over it is EBUSY. */
  private static boolean isMountPoint(Path target) throws IOException {
    String real = UserPath.text(target.toRealPath());
    return new ProcFiles(Posix.get())
        .content("self/mountinfo").stream()
            .flatMap(String::lines)
            .map(line -> line.split(" ", -1))
            .anyMatch(fields -> fields.length > 4 && unescaped(fields[4]).equals(real));
  }

  /** Undoes the escapes of proc(5), such as {@code \040}. */
  private static String unescaped(String field) {
    byte[] raw = RawText.encode(field);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '\\' && i + OCTAL_DIGITS < raw.length) {
        int value = 0;
        for (int digit = 1; digit <= OCTAL_DIGITS; digit++) {
          value = value * 8 + raw[i + digit] - '0';
        }
        bytes.write(value);
        i += OCTAL_DIGITS;
      } else {
        bytes.write(raw[i]);
      }
    }
    return RawText.decode(bytes.toByteArray());
  }

  /** The file to write, with links resolved. */
  public Path target() {
    return target;
  }

  /** Whether it is not a regular file, or may be shared with other writers. */
  public boolean isStream() {
    return stream;
  }

  /**
   * New content for the file, with the old file's owner, permissions, access list and labels; a new
   * file has the permissions of the umask.
   *
   * @param suffix ends the name of the temporary file, such as {@code .tmp}
   */
  public Replacement replacement(String suffix) throws IOException {
    if (inPlace) {
      Path folder =
          Files.isWritable(target.getParent())
              ? target.getParent()
              : new UserPath(RawEnvironment.temporaryFolder()).path();
      return Replacement.inPlace(target, folder, suffix);
    }
    return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        ? Replacement.of(target, suffix)
        : Replacement.of(
            target,
            suffix,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-")));
  }
}
