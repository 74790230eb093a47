package dev.resil.state;

import dev.resil.files.Ownership;
import dev.resil.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that holds the folders of all kinds of records. */
final class StateFolder {
  private final Path path;
  private final Ownership ownership;
  private Optional<Path> real = Optional.empty();

  StateFolder(Path path, Ownership ownership) {
    this.path = path;
    this.ownership = ownership;
  }

  Path path() {
    return path;
  }

  Ownership ownership() {
    return ownership;
  }

  /** Checks it and the folders above, once for all kinds of records. */
  synchronized void check() throws IOException {
    if (real.isEmpty()) {
      real = Optional.of(ownership.checkFolder(path));
    }
  }

  /** Its path without symbolic links. */
  synchronized Path real() throws IOException {
    check();
    return real.orElseThrow();
  }

  synchronized void create() throws IOException {
    ownership.checkPlace(path);
    PrivateFiles.createFolder(path);
    forget();
    check();
  }

  synchronized void forget() {
    real = Optional.empty();
  }
}
