package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyProcessesTest {
  private static final int PROCESSES = 4;
  private static final int WORKERS = 16;
  private static final int TIMES = 100;

  @TempDir Path temp;

  @Test
  void shouldLoseNoUpdateIfSomeProcessesAreKilled() throws Exception {
    Path folder = temp.resolve("state");
    Map<String, Integer> told = new HashMap<>();
    List<Future<List<String>>> outputs = new ArrayList<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(PROCESSES)) {
      for (int i = 0; i < PROCESSES; i++) {
        Process process = StoreProgram.start("count", folder, "p" + i + "-", WORKERS, TIMES);
        int killedAfter = i % 2 == 0 ? Integer.MAX_VALUE : 97 * i;
        outputs.add(readers.submit(killAfter(process, killedAfter)));
      }
    }
    for (Future<List<String>> output : outputs) {
      assertThat(output.get()).noneMatch(line -> line.startsWith("!"));
      output.get().forEach(worker -> told.merge(worker, 1, Integer::sum));
    }
    Map<String, Integer> counted = counts(new StoreBench(folder).get("counts").orElseThrow());
    counted.forEach((worker, count) -> {
      boolean killed = worker.startsWith("p1") || worker.startsWith("p3");
      int said = told.getOrDefault(worker, 0);
      if (killed) {
        // a transaction may have succeeded before its worker could report it
        assertThat(count).as(worker).isBetween(said, said + 1);
      } else {
        assertThat(count).as(worker).isEqualTo(said).isEqualTo(TIMES);
      }
    });
    assertThat(counted.keySet()).containsAll(told.keySet());
  }

  /** Another program that tidies up must not make two processes believe that they hold the lock. */
  @Test
  void shouldLoseNoUpdateIfTheLockFileIsRemoved() throws Exception {
    Path folder = temp.resolve("state");
    List<String> output = countWhile(folder, () -> delete(folder.resolve("note/.lock")));
    Map<String, Integer> counted = counts(new StoreBench(folder).get("counts").orElseThrow());
    assertThat(output).noneMatch(line -> line.startsWith("!"));
    assertThat(counted.values()).hasSize(2 * 2).containsOnly(TIMES);
  }

  @Test
  void shouldStoreOnIfTheFolderIsRemoved() throws Exception {
    Path folder = temp.resolve("state");
    Path away = temp.resolve("away");
    List<String> output = countWhile(folder, () -> move(folder, away));
    assertThat(output).noneMatch(line -> line.startsWith("!")).hasSize(2 * 2 * TIMES);
  }

  private static List<String> countWhile(Path folder, Runnable disturbance) throws Exception {
    Files.createDirectories(folder.resolveSibling("away"));
    List<Future<List<String>>> outputs = new ArrayList<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 2; i++) {
        Process process = StoreProgram.start("count", folder, "p" + i + "-", 2, TIMES);
        outputs.add(readers.submit(killAfter(process, Integer.MAX_VALUE)));
      }
      while (!outputs.stream().allMatch(Future::isDone)) {
        disturbance.run();
        // without a pause, nobody could store anything
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
    List<String> all = new ArrayList<>();
    for (Future<List<String>> output : outputs) {
      all.addAll(output.get());
    }
    return all;
  }

  private static void move(Path folder, Path away) {
    try {
      Files.move(folder, away.resolve("" + System.nanoTime()));
    } catch (IOException e) {
      // not created again yet
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Callable<List<String>> killAfter(Process process, int lines) {
    return () -> {
      List<String> output = new ArrayList<>();
      try (BufferedReader reader = process.inputReader()) {
        String line;
        while ((line = whole(reader)) != null) {
          output.add(line);
          if (output.size() == lines) {
            process.destroyForcibly();
          }
        }
      }
      process.waitFor();
      return output;
    };
  }

  private static String whole(BufferedReader reader) {
    try {
      return reader.readLine();
    } catch (IOException e) {
      // closed by the end of its process
      return null;
    }
  }

  private static Map<String, Integer> counts(String text) {
    Map<String, Integer> counts = new HashMap<>();
    Arrays.stream(text.split(",", -1))
        .map(count -> count.split("=", -1))
        .forEach(count -> counts.put(count[0], Integer.parseInt(count[1])));
    return counts;
  }
}
