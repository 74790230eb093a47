package dev.resil.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the system says of a file, in one call; the JDK's attributes by name take a hundred times as
 * many instructions.
 *
 * @param key the file's device and number
 * @param mode its type and permissions (inode(7))
 * @param owner a user's id, as an unsigned number
 * @param group a group's id, as an unsigned number
 * @param size in bytes
 * @param born when it was created; the same for all files where the file system does not know
 * @param changed when anything of it last changed
 */
public record FileStatus(
    Object key, int mode, int owner, int group, long size, Object born, Object changed) {
  /** The bytes of statx(2)'s structure, the same on every machine. */
  static final int STATX = 256;

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;

  /** Whether it is a regular file. */
  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  private record Time(long seconds, int nanoseconds) {}

  private record Key(long device, long number) {}

  /**
   * Looks at a file, not at what a link there leads to; empty if there is none.
   *
   * @param file of the system's files, or of a provider whose files have the attributes of "unix"
   * @param path its name, for the system
   */
  public static Optional<FileStatus> of(Path file, String path) throws IOException {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      return ofJdk(file);
    }
    byte[] found = new byte[STATX];
    int error = -Posix.get().statx(path, found);
    return switch (error) {
      case 0 -> Optional.of(read(ByteBuffer.wrap(found).order(ByteOrder.nativeOrder())));
      case Errno.ENOENT -> Optional.empty();
      case Errno.EACCES -> throw new AccessDeniedException(path);
      // not before Linux 4.11; the latter is what a container's filter of system calls may answer
      case Errno.ENOSYS, Errno.EPERM -> ofJdk(file);
      default -> throw new FileSystemException(path, null, Posix.get().message(error));
    };
  }

  /** The fields at their offsets: struct statx in linux/stat.h. */
  private static FileStatus read(ByteBuffer statx) {
    return new FileStatus(
        new Key(statx.getLong(136), statx.getLong(32)),
        Short.toUnsignedInt(statx.getShort(28)),
        statx.getInt(20),
        statx.getInt(24),
        statx.getLong(40),
        time(statx, 80),
        time(statx, 96));
  }

  private static Time time(ByteBuffer statx, int offset) {
    return new Time(statx.getLong(offset), statx.getInt(offset + 8));
  }

  static Optional<FileStatus> ofJdk(Path file) throws IOException {
    List<String> names = List.of("fileKey", "mode", "uid", "gid", "size", "creationTime", "ctime");
    try {
      Map<String, Object> found =
          Files.readAttributes(file, "unix:" + String.join(",", names), LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new FileStatus(
              found.get("fileKey"),
              (Integer) found.get("mode"),
              (Integer) found.get("uid"),
              (Integer) found.get("gid"),
              (Long) found.get("size"),
              (FileTime) found.get("creationTime"),
              (FileTime) found.get("ctime")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
