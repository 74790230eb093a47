package dev.resil.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary file for this user only, under a new name. It is removed when closed. */
public final class PrivateFile implements AutoCloseable {
  private final Path path;

  private PrivateFile(Path path) {
    this.path = path;
  }

  /**
   * Creates an empty file of mode 0600.
   *
   * @throws IOException if the folder permits no new file
   */
  public static PrivateFile in(UserPath folder) throws IOException {
    return new PrivateFile(TemporaryFiles.create(folder.path(), ""));
  }

  /** Its absolute name. */
  public UserPath name() {
    return new UserPath(UserPath.text(path));
  }

  /** Removes it; a program may have done so before. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
