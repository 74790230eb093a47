package dev.resil.files;

import dev.resil.posix.SystemRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/** Files beside others, to replace them or to try out their folder. */
final class TemporaryFiles {
  private static final String PREFIX = ".resil-";

  private TemporaryFiles() {}

  /**
   * Creates an empty file of a new name.
   *
   * @param mode its permissions; none: 0600
   */
  static Path create(Path folder, String suffix, FileAttribute<?>... mode) throws IOException {
    SystemRandom.provide();
    return Files.createTempFile(folder, PREFIX, suffix, mode);
  }
}
