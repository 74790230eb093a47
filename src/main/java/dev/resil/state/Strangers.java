package dev.resil.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Who else could have written a file that this user did not name. */
public final class Strangers {
  private Strangers() {}

  /**
   * Why another user could have written a file, or put it there; empty where none could.
   *
   * @param file it exists
   */
  public static Optional<String> whoCouldHaveWritten(Path file) throws IOException {
    Ownership ownership = Ownership.ofThisProcess();
    Path real = file.toRealPath();
    return ownership
        .stranger("it", real)
        .or(() -> Optional.ofNullable(real.getParent()).flatMap(ownership::strangerInFolder));
  }
}
