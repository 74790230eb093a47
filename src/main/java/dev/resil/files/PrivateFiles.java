package dev.resil.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files and folders that only their owner can use, whatever the umask. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /**
   * Whether a file exists, even as a dangling link.
   *
   * @throws IOException if that is unknown, for instance because a folder above is not accessible
   */
  public static boolean exists(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Creates an empty file of mode 0600, unless it exists. */
  public static void create(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
      // the umask can't add permissions, but it can remove the owner's
      Files.setPosixFilePermissions(file, FILE);
    } catch (FileAlreadyExistsException e) {
      // an existing file is checked on use
    }
  }

  /** Syncs the entries of a folder. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Syncs the entries of the folders above one, as far up as this user could have created folders:
   * the process that did may have been killed before it synced them.
   */
  public static void syncAbove(Path folder) throws IOException {
    Path above = folder.getParent();
    while (above != null && isOpen(above)) {
      sync(above);
      above = above.getParent();
    }
  }

  /** Whether this user can create and list files in a folder. */
  private static boolean isOpen(Path folder) {
    return Files.isWritable(folder) && Files.isReadable(folder);
  }

  /** Creates a folder of mode 0700, and missing folders above it. */
  public static void createFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Path above = folder.getParent();
    if (above != null) {
      createFolder(above);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      Files.setPosixFilePermissions(folder, FOLDER);
      if (above != null) {
        sync(above);
      }
    } catch (FileAlreadyExistsException e) {
      // an existing file is checked on use
    }
  }
}
