package dev.resil.breaker;

import dev.resil.state.StateStore;
import dev.resil.state.TimedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Breakers in a folder. */
class FileOracleTest extends StoredOracle {
  private static Path folder;

  @BeforeContainer
  static void make() throws IOException {
    folder = Files.createTempDirectory("resil-oracle");
  }

  @AfterContainer
  static void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepest = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepest) {
        Files.delete(path);
      }
    }
  }

  @Override
  StateStore store(TestClock clock) {
    return TimedFolder.store(folder, clock);
  }
}
