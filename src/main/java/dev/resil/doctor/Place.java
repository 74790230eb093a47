package dev.resil.doctor;

import dev.resil.files.Ownership;
import dev.resil.files.UserPath;
import dev.resil.posix.SystemRandom;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder that resil writes to.
 *
 * @param use what for
 * @param folder its path; empty if none is known
 * @param exists whether it exists; if not, a run creates it
 * @param problem why it cannot be used
 */
public record Place(String use, Optional<Path> folder, boolean exists, Optional<String> problem) {
  private static final String TRIAL = ".doctor";

  /** A place that has no name. */
  public static Place unknown(String use, String problem) {
    return new Place(use, Optional.empty(), false, Optional.of(problem));
  }

  /** Tries to write to a folder that only its owner may change. */
  public static Place owned(String use, Path folder, Ownership.Kind kind) {
    return tried(
        use,
        folder,
        exists -> {
          Ownership ownership = Ownership.ofThisProcess(kind);
          if (exists) {
            ownership.checkFolder(folder);
          } else {
            ownership.checkPlace(folder);
          }
        });
  }

  /** Tries to write to a folder that all may share. */
  public static Place shared(String use, Path folder) {
    return tried(use, folder, _ -> {});
  }

  private interface Check {
    void of(boolean exists) throws IOException;
  }

  private static Place tried(String use, Path folder, Check check) {
    boolean exists = Files.exists(folder);
    try {
      check.of(exists);
      if (exists) {
        SystemRandom.provide(); // for its name
        Files.delete(Files.createTempFile(folder, TRIAL, null));
      } else {
        requireWritable(folder);
      }
      return new Place(use, Optional.of(folder), exists, Optional.empty());
    } catch (IOException e) {
      return new Place(use, Optional.of(folder), exists, Optional.of(IoReason.of(e)));
    }
  }

  /** A folder that does not exist is not created here: the checkup leaves nothing behind. */
  private static void requireWritable(Path folder) throws IOException {
    Path above = folder.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null || !Files.isWritable(above)) {
      throw new IOException(
          "cannot be created: %s is not writable".formatted(UserPath.shown(above)));
    }
  }
}
