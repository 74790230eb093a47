package dev.resil.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a path named at one moment. A file system uses the number of a removed file again, but not
 * within the same moment, unless the file is still open.
 *
 * @param key the file's device and number
 * @param born when it was created; without such times, as on NFS, the same for all files or, where
 *     statx(2) is missing, when its content last changed
 * @param changed when anything of it last changed
 */
record FileSight(Object key, Object born, Object changed) {
  /** Looks at a file, not at what a link there leads to; empty if there is none. */
  static Optional<FileSight> of(Path file) throws IOException {
    try {
      Map<String, Object> found =
          Files.readAttributes(file, "unix:fileKey,creationTime,ctime", LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new FileSight(found.get("fileKey"), found.get("creationTime"), found.get("ctime")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether a path still names this file, which nobody writes to. */
  boolean isUnwrittenAt(Path file) throws IOException {
    return of(file).filter(now -> now.key.equals(key) && now.born.equals(born)).isPresent();
  }

  /** Whether a path still names this file, and nothing of it has changed. */
  boolean isUnchangedAt(Path file) throws IOException {
    return of(file).filter(this::equals).isPresent();
  }

  /** Whether a path still names this file, which is open, so that no other has its number. */
  boolean isOpenAt(Path file) throws IOException {
    return of(file).filter(now -> now.key.equals(key)).isPresent();
  }
}
