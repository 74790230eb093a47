package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.resil.state.StateException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wait for a record's lock that another process holds. */
class RecordLockTest {
  @TempDir Path temp;

  private Path folder;
  private StoreBench bench;
  private int changes;

  @BeforeEach
  void setUp() throws StateException {
    folder = temp.resolve("state");
    bench = new StoreBench(folder);
    bench.put("a", "one");
  }

  @Test
  void shouldGiveUpAfterTwoSecondsAndNameTheLock() throws Exception {
    Process holder = StoreProgram.start("hold", folder, "a");
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      StateException e = catchThrowableOfType(StateException.class, () -> bench.put("a", "two"));
      assertThat(e.problem()).isEqualTo(Problem.BUSY);
      assertThat(e)
          .hasMessageContaining("could not be locked within 2000 ms")
          .hasMessageContaining("fuser -v %s".formatted(folder.resolve("note/.lock")));
      assertThat(bench.waited()).isEqualTo(Duration.ofSeconds(2));
      // does not affect other records, or readers
      bench.put("b", "free");
      assertThat(bench.get("a")).contains("one");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    bench.put("a", "two");
    assertThat(bench.get("a")).contains("two");
  }

  @Test
  void shouldWaitLongerInAQueueThatMoves() throws Exception {
    Process holder = StoreProgram.start("hold", folder, "a");
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      Iterator<String> others = List.of("two").iterator();
      bench.meanwhile(() -> others.forEachRemaining(text -> replace(bench.file("a"), text)));
      assertThat(catchThrowableOfType(StateException.class, () -> bench.put("a", "four")))
          .isNotNull();
      assertThat(bench.waited()).isEqualTo(Duration.ofSeconds(4));
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldNotWaitWithoutEnd() throws Exception {
    Process holder = StoreProgram.start("hold", folder, "a");
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      bench.meanwhile(() -> replace(bench.file("a"), "" + System.nanoTime()));
      assertThat(catchThrowableOfType(StateException.class, () -> bench.put("a", "two")))
          .hasMessageContaining("could not be locked within 30000 ms");
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldNotWaitLongerThanItsCallerMay() throws Exception {
    Process holder = StoreProgram.start("hold", folder, "a");
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      bench.meanwhile(() -> replace(bench.file("a"), "" + System.nanoTime()));
      for (Duration time : List.of(Duration.ofMillis(500), Duration.ofSeconds(3))) {
        Duration before = bench.waited();
        assertThat(catchThrowableOfType(StateException.class, () -> bench.putWithin("a", time)))
            .hasMessageContaining("could not be locked within %d ms".formatted(time.toMillis()));
        assertThat(bench.waited().minus(before)).isEqualTo(time);
      }
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  /** Locks as a transaction of another process does. */
  private void replace(Path file, String text) {
    try {
      Path beside = file.resolveSibling("other");
      Files.writeString(beside, text);
      Files.setLastModifiedTime(beside, FileTime.from(Instant.ofEpochSecond(changes++)));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
