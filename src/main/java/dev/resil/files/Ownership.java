package dev.resil.files;

import dev.resil.posix.FileStatus;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Rejects files that another user could have written or replaced, as OpenSSH's {@code StrictModes}
 * does for its keys ({@code misc.c}, {@code safe_path}): the folder and its files must be ours, not
 * symbolic links, and writable by us only; every folder above must belong to us or to root. Unlike
 * OpenSSH, and like Debian's, a folder above may be writable by its group, since many systems give
 * each user a private group and a umask of 002; one writable by everyone must have the sticky bit.
 */
public final class Ownership {
  private static final int TYPE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;
  private static final int FIFO = 0010000;
  private static final int STICKY = 01000;
  private static final int GROUP_OR_OTHERS_WRITE = 022;
  private static final int GROUP_WRITE = 020;
  private static final int OTHERS_WRITE = 002;
  private static final int ROOT = 0;

  /**
   * The owner of files not mapped by a user namespace, e.g. {@code /} in a sandbox
   * (user_namespaces(7)).
   */
  private static final int UNMAPPED = 65534;

  private final int self;
  private final Kind kind;

  /** What is kept in a folder. */
  public enum Kind {
    /** State: breakers and counts. */
    STATE("state", "--state DIR"),
    /** Output of commands. */
    CACHE("cache", "XDG_CACHE_HOME");

    private final String text;
    private final String remedy;

    Kind(String text, String remedy) {
      this.text = text;
      this.remedy = remedy;
    }
  }

  Ownership(int self, Kind kind) {
    this.self = self;
    this.kind = kind;
  }

  /** Ownership as this process's effective user sees it. */
  public static Ownership ofThisProcess(Kind kind) {
    return new Ownership(Posix.get().effectiveUser(), kind);
  }

  /**
   * Checks one of our folders and those above it.
   *
   * @param folder an absolute path; it must exist
   * @return its path without symbolic links
   * @throws UntrustedFileException if it, or a folder above, is not safe
   */
  public Path checkFolder(Path folder) throws IOException {
    checkInner(
        folder, attributes(folder).orElseThrow(() -> new NoSuchFileException(folder.toString())));
    Path real = folder.toRealPath();
    checkAbove(folder, real.getParent());
    return real;
  }

  /**
   * Checks one of our folders in another that has been checked.
   *
   * @param status what the system says of it
   * @throws UntrustedFileException if it is not safe
   */
  public void checkInner(Path folder, FileStatus status) throws UntrustedFileException {
    checkType(" folder", folder, status, FOLDER);
    checkOurs(" folder", folder, status);
  }

  /**
   * Checks the place of a new folder, so that no other user can redirect it.
   *
   * @param folder an absolute path; it need not exist
   * @throws UntrustedFileException if an existing folder above is not safe
   */
  public void checkPlace(Path folder) throws IOException {
    Path above = folder.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above != null) {
      checkAbove(folder, above.toRealPath());
    }
  }

  private void checkAbove(Path folder, Path nearest) throws IOException {
    for (Path above = nearest; above != null; above = above.getParent()) {
      checkOneAbove(folder, above);
    }
  }

  private void checkOneAbove(Path folder, Path above) throws IOException {
    FileStatus attributes =
        attributes(above).orElseThrow(() -> new NoSuchFileException(above.toString()));
    if ((attributes.mode() & TYPE) != FOLDER) {
      throw unsafe(
          "%s folder %s is in %s, which is not a folder: use another with %s"
              .formatted(kind.text, UserPath.shown(folder), UserPath.shown(above), kind.remedy));
    }
    int owner = attributes.owner();
    if (owner != ROOT && owner != self && owner != UNMAPPED) {
      throw unsafe(
          ("%s folder %s is in %s, which belongs to user %d: use a folder of your own" + " with %s")
              .formatted(
                  kind.text, UserPath.shown(folder), UserPath.shown(above), owner, kind.remedy));
    }
    if (has(attributes, OTHERS_WRITE) && !has(attributes, STICKY)) {
      throw unsafe(
          ("%s folder %s is in %s, which is writable by everyone: chmod o-w %s, or use"
                  + " another folder with %s")
              .formatted(
                  kind.text,
                  UserPath.shown(folder),
                  UserPath.shown(above),
                  UserPath.shown(above),
                  kind.remedy));
    }
  }

  /**
   * Checks one of our files.
   *
   * @return what the system says of it; empty if it does not exist
   * @throws UntrustedFileException if it is not safe
   */
  public Optional<FileStatus> checkFile(Path file) throws IOException {
    Optional<FileStatus> attributes = attributes(file);
    if (attributes.isPresent()) {
      checkType(" file", file, attributes.get(), FILE);
      checkOurs(" file", file, attributes.get());
    }
    return attributes;
  }

  private void checkType(String what, Path path, FileStatus attributes, int wanted)
      throws UntrustedFileException {
    int type = attributes.mode() & TYPE;
    if (type != wanted) {
      String found =
          switch (type) {
            case LINK -> "a symbolic link";
            case FOLDER -> "a folder";
            case FIFO -> "a FIFO";
            case FILE -> "a file";
            default -> "a device or a socket";
          };
      throw unsafe(
          "%s %s is %s: move it away, or use another folder with %s"
              .formatted(kind.text + what, UserPath.shown(path), found, kind.remedy));
    }
  }

  private void checkOurs(String what, Path path, FileStatus attributes)
      throws UntrustedFileException {
    if (attributes.owner() != self) {
      throw unsafe(
          "%s %s belongs to user %d, not to you (user %d): use a folder of your own with %s"
              .formatted(
                  kind.text + what, UserPath.shown(path), attributes.owner(), self, kind.remedy));
    }
    if (has(attributes, GROUP_OR_OTHERS_WRITE)) {
      throw unsafe(
          "%s %s is writable by others (mode %03o): chmod go-w %s"
              .formatted(
                  kind.text + what,
                  UserPath.shown(path),
                  attributes.mode() & 0777,
                  UserPath.shown(path)));
    }
  }

  /** Why another user can write a folder's entries, as {@link #reasonToDistrust}. */
  Optional<String> reasonToDistrustFolder(Path folder) {
    return reasonToDistrust("its folder", folder);
  }

  /**
   * Why a user other than this one and root can write a file; empty if none can. A folder writable
   * by everybody is safe if its sticky bit is set, and the mode of a symbolic link has no meaning
   * (symlink(7)).
   *
   * @param what its name in the message
   */
  Optional<String> reasonToDistrust(String what, Path path) {
    try {
      FileStatus found =
          attributes(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
      if (found.owner() != self && found.owner() != ROOT) {
        return Optional.of("%s belongs to user %d".formatted(what, found.owner()));
      }
      int type = found.mode() & TYPE;
      boolean guarded = type == LINK || (type == FOLDER && has(found, STICKY));
      boolean open = has(found, OTHERS_WRITE) || (has(found, GROUP_WRITE) && !isPrivate(found));
      return open && !guarded
          ? Optional.of("%s is writable by others (mode %03o)".formatted(what, found.mode() & 0777))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("%s cannot be examined: %s".formatted(what, IoReason.of(e)));
    }
  }

  private boolean isPrivate(FileStatus found) {
    return PrivateGroups.ofSystem().isOnlyMember(self, found.group());
  }

  private static UntrustedFileException unsafe(String message) {
    return new UntrustedFileException(message);
  }

  private static Optional<FileStatus> attributes(Path path) throws IOException {
    return FileStatus.of(path, UserPath.text(path));
  }

  private static boolean has(FileStatus file, int bits) {
    return (file.mode() & bits) != 0;
  }
}
