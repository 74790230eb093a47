package dev.resil.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who else could have written a file that this user did not name. */
public final class FileTrust {
  private FileTrust() {}

  /**
   * Why another user could have written a file, or put it there; empty where none could. Where it
   * is a link, that goes for the link as well, and for all that it leads to.
   *
   * @param file it exists
   */
  public static Optional<String> whoCouldHaveWritten(Path file) throws IOException {
    Ownership ownership = Ownership.ofThisProcess();
    Path real = file.toRealPath();
    Path place = inRealFolder(file.toAbsolutePath());
    while (Files.isSymbolicLink(place)) {
      Optional<String> stranger = strangerAt(place, ownership);
      if (stranger.isPresent()) {
        return stranger;
      }
      place = inRealFolder(place.resolveSibling(Files.readSymbolicLink(place)));
    }
    return strangerAt(real, ownership);
  }

  private static Optional<String> strangerAt(Path place, Ownership ownership) {
    return ownership
        .stranger("it", place)
        .or(() -> Optional.ofNullable(place.getParent()).flatMap(ownership::strangerInFolder));
  }

  /** The same name, links followed but for the last. */
  private static Path inRealFolder(Path path) throws IOException {
    Path folder = path.getParent();
    return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
  }
}
