package dev.resil.state;

import dev.resil.files.UntrustedFileException;
import dev.resil.files.UserPath;
import dev.resil.state.StateException.Problem;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Translates the system's errors into failures of state, with a remedy. */
final class StateFailures {
  private StateFailures() {}

  /**
   * The meaning of an error in a state folder. The file system is asked, since the system's
   * messages may be localised.
   */
  static StateException of(Path folder, IOException error) {
    if (error instanceof UntrustedFileException) {
      return new StateException(Problem.UNSAFE, error.getMessage());
    }
    Problem problem = problem(folder, error);
    String place =
        error instanceof FileSystemException e && e.getFile() != null
            ? e.getFile()
            : UserPath.shown(folder);
    return switch (problem) {
      case DENIED ->
          new StateException(
              problem,
              "state in %s: permission denied: use a folder of your own with --state DIR or RESIL_STATE"
                  .formatted(place));
      case READ_ONLY ->
          new StateException(
              problem,
              "state in %s: the file system is read-only: use another folder with --state DIR or RESIL_STATE"
                  .formatted(place));
      case FULL ->
          new StateException(
              problem,
              "state in %s: no space left: make room, or use another folder with --state DIR or RESIL_STATE"
                  .formatted(place));
      default ->
          new StateException(
              problem,
              "state in %s: %s: use another folder with --state DIR or RESIL_STATE"
                  .formatted(place, IoReason.of(error).toLowerCase(Locale.ROOT)));
    };
  }

  private static Problem problem(Path folder, IOException error) {
    if (error instanceof AccessDeniedException) {
      return Problem.DENIED;
    }
    try {
      FileStore store = Files.getFileStore(existing(folder));
      if (store.isReadOnly()) {
        return Problem.READ_ONLY;
      }
      // less than a block, so that not even a small file fits
      boolean full = store.getTotalSpace() > 0 && store.getUsableSpace() < store.getBlockSize();
      return full ? Problem.FULL : Problem.FAILED;
    } catch (IOException e) {
      return Problem.FAILED;
    }
  }

  private static Path existing(Path folder) {
    Path path = folder;
    while (path.getParent() != null && !Files.exists(path)) {
      path = path.getParent();
    }
    return path;
  }
}
