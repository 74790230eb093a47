package dev.resil.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Decides whether to trust a file that the user did not name. */
public final class FileTrust {
  private FileTrust() {}

  /**
   * Why another user could have written a file, or put it in place; empty if none could. A symbolic
   * link, its target and all links between must be safe.
   *
   * @param file an existing file
   */
  public static Optional<String> reasonToDistrust(Path file) throws IOException {
    Ownership ownership = Ownership.ofThisProcess(Ownership.Kind.STATE);
    Path real = file.toRealPath();
    Path place = inRealFolder(file.toAbsolutePath());
    while (Files.isSymbolicLink(place)) {
      Optional<String> reason = reasonAt(place, ownership);
      if (reason.isPresent()) {
        return reason;
      }
      place = inRealFolder(place.resolveSibling(Files.readSymbolicLink(place)));
    }
    return reasonAt(real, ownership);
  }

  private static Optional<String> reasonAt(Path place, Ownership ownership) {
    return ownership
        .reasonToDistrust("it", place)
        .or(() ->
            Optional.ofNullable(place.getParent()).flatMap(ownership::reasonToDistrustFolder));
  }

  /** The same file, with all links resolved except the last. */
  private static Path inRealFolder(Path path) throws IOException {
    Path folder = path.getParent();
    return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
  }
}
