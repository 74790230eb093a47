package dev.resil.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What simulated files do, compared with real ones, and what is left of them after a power cut. */
class SimulatedFilesTest {
  private static final int CALLS = 4000;
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  @TempDir Path temp;

  /** Both get the same calls; whatever can be seen of one must be seen of the other. */
  @Test
  void shouldBehaveLikeRealFiles() throws Exception {
    Machine machine = new Machine(1, DiskKind.JOURNALED, Set.of());
    Path simulated = new SimulatedFileSystem(machine).getPath("/s");
    machine.quietly(() -> Files.createDirectory(simulated));
    var real = new Subject(temp);
    var model = new Subject(simulated);
    var random = new Random(7);
    for (int i = 0; i < CALLS; i++) {
      long seed = random.nextLong();
      String expected = real.call(new Random(seed));
      String found = machine.quietly(() -> model.call(new Random(seed)));
      assertThat(found).as("call %d", i).isEqualTo(expected);
    }
    real.close();
  }

  /** A folder, and some open files. */
  private static final class Subject {
    private final Path folder;
    private final Map<Integer, FileChannel> open = new TreeMap<>();
    private int opened;

    Subject(Path folder) {
      this.folder = folder;
    }

    void close() throws IOException {
      for (FileChannel channel : open.values()) {
        channel.close();
      }
    }

    /** The result of a random call, or its error. */
    String call(Random random) throws IOException {
      Path file = folder.resolve(NAMES.get(random.nextInt(NAMES.size())));
      Path other = folder.resolve(NAMES.get(random.nextInt(NAMES.size())));
      try {
        return switch (random.nextInt(15)) {
          case 0 -> create(file);
          case 1 -> open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
          case 2 -> open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
          case 3 -> rename(file, other);
          case 4 -> "removed " + Files.deleteIfExists(file);
          case 5 -> list();
          case 6 -> seen(file);
          case 7 -> "exists " + Files.exists(file) + Files.isRegularFile(file);
          case 8 -> folders(file, random);
          default -> channel(random);
        };
      } catch (FileSystemException e) {
        return e.getClass().getSimpleName() + " " + e.getReason();
      } catch (IOException | RuntimeException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
      }
    }

    private static String create(Path file) throws IOException {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return "created";
    }

    private String open(Path file, OpenOption... options) throws IOException {
      // the size of a folder is its file system's affair
      if (!Files.isDirectory(file)) {
        open.put(opened++, FileChannel.open(file, options));
      }
      return "opened";
    }

    /** The JDK does nothing if both are the same file. */
    private static String rename(Path file, Path other) throws IOException {
      if (Files.isDirectory(file) != Files.isDirectory(other)) {
        return "not renamed";
      }
      Files.move(file, other, StandardCopyOption.ATOMIC_MOVE);
      return "renamed";
    }

    private String list() throws IOException {
      List<String> names = new ArrayList<>();
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        all.forEach(file -> names.add(file.getFileName().toString()));
      }
      names.sort(null);
      return names.toString();
    }

    private static String seen(Path file) throws IOException {
      Map<String, Object> all = Files.readAttributes(file, "unix:mode,size,uid");
      Object size = Files.isDirectory(file) ? "" : all.get("size");
      return "%o %s %s".formatted((Integer) all.get("mode"), size, all.get("uid"));
    }

    private static String folders(Path file, Random random) throws IOException {
      if (random.nextInt(4) == 0) {
        Files.createDirectory(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return "made";
      }
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(random.nextBoolean() ? "rw-r-----" : "rwx------"));
      return "changed";
    }

    private String channel(Random random) throws IOException {
      if (open.isEmpty()) {
        return "none";
      }
      List<Integer> all = List.copyOf(open.keySet());
      int number = all.get(random.nextInt(all.size()));
      FileChannel channel = open.get(number);
      return switch (random.nextInt(8)) {
        case 0 -> close(number);
        case 1 -> read(channel, random.nextInt(100));
        case 2 -> "truncated " + channel.truncate(random.nextInt(40)).size();
        case 3 -> sync(channel);
        case 4 -> "size " + channel.size() + " at " + channel.position();
        case 5 -> lock(channel, random.nextInt(2));
        default -> write(channel, random);
      };
    }

    private static String sync(FileChannel channel) throws IOException {
      channel.force(true);
      return "synced";
    }

    private String close(int number) throws IOException {
      open.remove(number).close();
      return "closed";
    }

    private static String lock(FileChannel channel, int position) throws IOException {
      return "locked " + (channel.tryLock(position, 1, false) != null);
    }

    /** Short reads and writes are repeated, as they are anywhere. */
    private static String read(FileChannel channel, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // the rest
      }
      return "read " + Arrays.hashCode(bytes.array());
    }

    private static String write(FileChannel channel, Random random) throws IOException {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
        channel.write(left);
      }
      return "written";
    }
  }

  /** A power cut after one write has one of these outcomes, and each of them is seen. */
  private static Map<String, Integer> afterPowerCuts(DiskKind kind, Work work) throws IOException {
    Map<String, Integer> outcomes = new HashMap<>();
    for (int seed = 0; seed < 400; seed++) {
      Machine machine = new Machine(seed, kind, Set.of());
      Path file = new SimulatedFileSystem(machine).getPath("/f");
      machine.quietly(() -> {
        work.on(file);
        return true;
      });
      machine.disk().cutPower(machine.random());
      String found = machine.content("/f").map(bytes -> new String(bytes, UTF_8)).orElse("none");
      outcomes.merge(found, 1, Integer::sum);
    }
    return outcomes;
  }

  private interface Work {
    void on(Path file) throws IOException;
  }

  private static void put(Path file, String text, boolean sync) throws IOException {
    Path beside = file.resolveSibling("t");
    Files.createFile(beside);
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      for (ByteBuffer left = ByteBuffer.wrap(text.getBytes(UTF_8)); left.hasRemaining(); ) {
        channel.write(left);
      }
      if (sync) {
        channel.force(true);
      }
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    if (sync) {
      try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepWhatWasSynced(DiskKind kind) throws Exception {
    assertThat(afterPowerCuts(kind, file -> put(file, "one", true))).containsOnlyKeys("one");
  }

  @Test
  void shouldKeepTheOldContentOrTheNewOneIfOrdered() throws Exception {
    assertThat(
            afterPowerCuts(
                DiskKind.JOURNALED,
                file -> {
                  put(file, "one", true);
                  put(file, "two", false);
                }))
        .containsOnlyKeys("one", "two");
  }

  @Test
  void shouldLoseContentsAndNamesApart() throws Exception {
    assertThat(
            afterPowerCuts(
                DiskKind.UNORDERED,
                file -> {
                  put(file, "one", true);
                  put(file, "two", false);
                }))
        .containsKeys("one", "two", "");
    assertThat(afterPowerCuts(DiskKind.JOURNALED, file -> put(file, "one", false)))
        .containsKeys("none", "one", "");
  }

  @Test
  void shouldTearWrites() throws Exception {
    String text = "x".repeat(1024);
    Map<String, Integer> found = afterPowerCuts(DiskKind.UNORDERED, file -> put(file, text, false));
    assertThat(found).containsKeys("x".repeat(512), "\0".repeat(512) + "x".repeat(512), text);
  }
}
