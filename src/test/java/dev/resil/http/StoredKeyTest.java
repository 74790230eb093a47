package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.files.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredKeyTest {
  @TempDir private Path folder;

  @Test
  void shouldStayTheSameAndPrivate() throws IOException {
    Path file = folder.resolve("key");

    assertThat(StoredKey.in(new UserPath(file.toString()), "first")).isEqualTo("first");
    assertThat(StoredKey.in(new UserPath(file.toString()), "second")).isEqualTo("first");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldFillAFileThatIsEmpty() throws IOException {
    Path file = Files.createFile(folder.resolve("key"));

    assertThat(StoredKey.in(new UserPath(file.toString()), "first")).isEqualTo("first");
    assertThat(Files.readString(file)).isEqualTo("first\n");
  }

  @Test
  void shouldBeTheSameForSimultaneousCreators() throws Exception {
    Path file = folder.resolve("key");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<String> keys =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(() -> keyOf(file, i)))
              .toList()
              .stream()
              .map(StoredKeyTest::result)
              .toList();

      assertThat(keys).containsOnly(keys.getFirst());
    }
  }

  /** Within one JVM a held lock causes an exception; between processes it is waited for. */
  private static String keyOf(Path file, int number) throws IOException {
    while (true) {
      try {
        return StoredKey.in(new UserPath(file.toString()), "key-" + number);
      } catch (java.nio.channels.OverlappingFileLockException | IllegalArgumentException e) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static String result(java.util.concurrent.Future<String> future) {
    try {
      return future.get();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" \n", "a\nb\n", "schl\u00fcssel\n"})
  void shouldRefuseAnInvalidKey(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), content);

    assertThatThrownBy(() -> StoredKey.in(new UserPath(file.toString()), "first"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "does not contain a key of printable ASCII on one line; remove it to get a new one");
  }
}
