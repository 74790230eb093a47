package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.resil.Needs;
import dev.resil.state.StateException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store's reactions to files that were changed by other users or by faults. */
class HostileSurroundingsTest {
  private static final int SOMEBODY = 4242;

  @TempDir Path temp;

  private Path folder;
  private StoreBench bench;

  @BeforeEach
  void setUp() throws StateException {
    folder = temp.resolve("state");
    bench = new StoreBench(folder);
    bench.put("a", "one");
  }

  @Nested
  class InPlaceOfAFile {
    @ParameterizedTest
    @ValueSource(strings = {"a.json", ".lock"})
    void shouldRefuseASymbolicLink(String file) throws Exception {
      Path path = folder.resolve("note").resolve(file);
      Path elsewhere = temp.resolve("elsewhere");
      Files.move(path, elsewhere);
      Files.createSymbolicLink(path, elsewhere);
      refuses(
          Problem.UNSAFE,
          "state file %s is a symbolic link: move it away, or use another folder with --state DIR"
              .formatted(path));
      assertThat(path).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", ".lock"})
    void shouldRefuseAFifoWithoutWaitingForItsOtherEnd(String file) throws Exception {
      Path path = folder.resolve("note").resolve(file);
      Files.delete(path);
      run("mkfifo", "-m", "600", path.toString());
      refuses(
          Problem.UNSAFE,
          "state file %s is a FIFO: move it away, or use another folder with --state DIR"
              .formatted(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", ".lock"})
    void shouldRefuseAFolder(String file) throws Exception {
      Path path = folder.resolve("note").resolve(file);
      Files.delete(path);
      Files.createDirectory(path);
      refuses(
          Problem.UNSAFE,
          "state file %s is a folder: move it away, or use another folder with --state DIR"
              .formatted(path));
      assertThat(path).isDirectory();
    }

    @Test
    void shouldRefuseAnotherUsersFile() throws Exception {
      assumeRoot();
      Files.setAttribute(bench.file("a"), "unix:uid", SOMEBODY);
      refuses(
          Problem.UNSAFE,
          ("state file %s belongs to user 4242, not to you (user 0): use a folder of your"
                  + " own with --state DIR")
              .formatted(bench.file("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw--w----", "rw-----w-"})
    void shouldRefuseAFileThatOthersCanWrite(String mode) throws Exception {
      chmod(bench.file("a"), mode);
      StateException e = refuses(Problem.UNSAFE);
      assertThat(e)
          .hasMessageStartingWith("state file %s is writable by others".formatted(bench.file("a")))
          .hasMessageEndingWith("chmod go-w %s".formatted(bench.file("a")));
    }

    @Test
    void shouldTakeAFileThatOthersCanOnlyRead() throws Exception {
      chmod(bench.file("a"), "rw-r--r--");
      assertThat(bench.get("a")).contains("one");
    }
  }

  @Nested
  class InPlaceOfAFolder {
    @ParameterizedTest
    @ValueSource(strings = {"", "note"})
    void shouldRefuseASymbolicLink(String which) throws Exception {
      Path path = folder.resolve(which);
      Path elsewhere = temp.resolve("elsewhere");
      Files.move(path, elsewhere);
      Files.createSymbolicLink(path, elsewhere);
      StateException e = refuses(Problem.UNSAFE);
      assertThat(e).hasMessageStartingWith("state folder %s is a symbolic link".formatted(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "note"})
    void shouldRefuseAFile(String which) throws Exception {
      Path path = folder.resolve(which);
      Files.move(path, temp.resolve("elsewhere"));
      Files.createFile(path);
      StateException e = catchStateException(() -> bench.put("a", "two"));
      assertThat(e).hasMessageContaining(path.toString());
      assertThat(e.problem()).isIn(Problem.UNSAFE, Problem.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "note"})
    void shouldRefuseAFolderThatOthersCanWrite(String which) throws Exception {
      chmod(folder.resolve(which), "rwxrwx---");
      StateException e = refuses(Problem.UNSAFE);
      assertThat(e)
          .hasMessage(
              "state folder %1$s is writable by others (mode 770): chmod go-w %1$s"
                  .formatted(folder.resolve(which)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "note"})
    void shouldRefuseAnotherUsersFolder(String which) throws Exception {
      assumeRoot();
      Files.setAttribute(folder.resolve(which), "unix:uid", SOMEBODY);
      StateException e = refuses(Problem.UNSAFE);
      assertThat(e).hasMessageContaining("belongs to user 4242, not to you");
    }

    @Test
    void shouldRefuseAFolderBelowAWorldWritableOne() throws Exception {
      chmod(temp, "rwxrwxrwx");
      StateException e = refuses(Problem.UNSAFE);
      assertThat(e).hasMessageContaining("is in %s, which is writable by everyone".formatted(temp));
      // as in /tmp: only owners can move their files
      run("chmod", "+t", temp.toString());
      assertThat(bench.get("a")).contains("one");
    }

    @Test
    void shouldRefuseToCreateAFolderInAnotherUsersFolder() throws Exception {
      assumeRoot();
      Path home = Files.createDirectory(temp.resolve("home"));
      Files.setAttribute(home, "unix:uid", SOMEBODY);
      StateException e =
          catchStateException(() -> new StoreBench(home.resolve("x/state")).put("a", "one"));
      assertThat(e.problem()).isEqualTo(Problem.UNSAFE);
      assertThat(e).hasMessageContaining("is in %s, which belongs to user 4242".formatted(home));
      assertThat(home.resolve("x")).doesNotExist();
    }
  }

  @Nested
  class Damaged {
    @ParameterizedTest
    @ValueSource(strings = {"", "1\na\nhalf", "\0\0\0\0", "noise, and more of it"})
    void shouldBeKeptAsEvidenceAndStartAfresh(String content) throws Exception {
      Files.writeString(bench.file("a"), content);
      bench.put("a", "two");
      assertThat(bench.get("a")).contains("two");
      Path evidence = folder.resolve("note/a.json.corrupt-20261123T120000.000Z");
      assertThat(evidence).hasContent(content);
      assertThat(bench.notices())
          .containsExactly(
              "state file %s is damaged (it is not whole): kept as %s, starting afresh"
                  .formatted(bench.file("a"), evidence.getFileName()));
    }

    @Test
    void shouldStartAfreshIfTheRecordHasAnotherName() throws Exception {
      Files.copy(bench.file("a"), bench.file("b"));
      bench.put("b", "two");
      assertThat(bench.notices()).hasSize(1);
      assertThat(bench.notices().getFirst()).contains("it is the record of 'a'");
    }

    @Test
    void shouldStartAfreshIfTheFileIsTooLarge() throws Exception {
      Files.write(bench.file("a"), new byte[(1 << 20) + 1]);
      bench.put("a", "two");
      assertThat(bench.notices().getFirst()).contains("too large for a record");
    }

    @Test
    void shouldKeepOnlyTheLastThreeAsEvidence() throws Exception {
      // named like evidence of record a, but a record itself
      bench.put("a.json.corrupt-x", "other");
      Files.writeString(bench.file("a.json.corrupt-x"), "noise");
      bench.put("a.json.corrupt-x", "other");
      for (int i = 0; i < 5; i++) {
        Files.writeString(bench.file("a"), "noise " + i);
        StoreBench.put(
            bench.store(Strictness.LENIENT, StoreBench.NOW.plusSeconds(i)), "a", "fresh");
      }
      assertThat(names().filter(name -> name.startsWith("a.json")))
          .containsExactly(
              "a.json",
              "a.json.corrupt-20261123T120002.000Z",
              "a.json.corrupt-20261123T120003.000Z",
              "a.json.corrupt-20261123T120004.000Z",
              "a.json.corrupt-x.json",
              "a.json.corrupt-x.json.corrupt-20261123T120000.000Z");
    }

    @Test
    void shouldBeReportedAndLeftAloneByAStrictStore() throws Exception {
      Files.writeString(bench.file("a"), "noise");
      FileStateStore strict = bench.store(Strictness.STRICT, StoreBench.NOW);
      StateException e = catchStateException(() -> StoreBench.put(strict, "a", "two"));
      assertThat(e.problem()).isEqualTo(Problem.DAMAGED);
      assertThat(e)
          .hasMessage(
              "state file %s is damaged (it is not whole): move it away to start afresh"
                  .formatted(bench.file("a")));
      assertThat(bench.file("a")).hasContent("noise");
    }

    @Test
    void shouldBeReportedToAReaderAndLeftAlone() throws Exception {
      Files.writeString(bench.file("a"), "noise");
      assertThat(catchStateException(() -> bench.get("a")).problem()).isEqualTo(Problem.DAMAGED);
      assertThat(bench.file("a")).hasContent("noise");
    }

    @Test
    void shouldBeRemovedIfAsked() throws Exception {
      Files.writeString(bench.file("a"), "noise");
      assertThat(bench.store().remove(Note.FORMAT, "a")).isTrue();
    }

    @Test
    void shouldNotBeTakenForARecordOfANewerVersion() throws Exception {
      Files.writeString(bench.file("a"), "2\na\nfrom the future\nend\n");
      StateException e = refuses(Problem.NEWER);
      assertThat(e)
          .hasMessage(
              ("state file %s: it is of version 2: use that resil, or another folder with --state"
                      + " DIR")
                  .formatted(bench.file("a")));
      assertThat(bench.file("a")).hasContent("2\na\nfrom the future\nend\n");
      assertThat(bench.notices()).isEmpty();
    }
  }

  @Nested
  class Unwritable {
    @Test
    void shouldReportAFullDiskAndKeepTheOldState() throws Exception {
      mounted(
          "size=64k",
          mount -> {
            var full = new StoreBench(mount.resolve("state"));
            full.put("a", "one");
            Files.write(mount.resolve("ballast"), new byte[8192]);
            fill(mount.resolve("ballast"));
            StateException e = catchStateException(() -> full.put("a", "x".repeat(8192)));
            assertThat(e.problem()).isEqualTo(Problem.FULL);
            assertThat(e).hasMessageContaining("no space left: make room");
            assertThat(full.get("a")).contains("one");
            assertThat(mount.resolve("state/note/a.json.tmp")).doesNotExist();
          });
    }

    @Test
    void shouldReportAReadOnlyFileSystem() throws Exception {
      mounted(
          "size=64k",
          mount -> {
            var readOnly = new StoreBench(mount.resolve("state"));
            readOnly.put("a", "one");
            run("mount", "-o", "remount,ro", mount.toString());
            StateException e = catchStateException(() -> readOnly.put("a", "two"));
            assertThat(e.problem()).isEqualTo(Problem.READ_ONLY);
            assertThat(e).hasMessageContaining("the file system is read-only");
            assertThat(readOnly.get("a")).contains("one");
          });
    }

    @Test
    void shouldReportMissingPermissions() throws Exception {
      Needs.that(!isRoot(), "an ordinary user");
      chmod(folder.resolve("note"), "r-x------");
      try {
        StateException e = catchStateException(() -> bench.put("b", "two"));
        assertThat(e.problem()).isEqualTo(Problem.DENIED);
      } finally {
        chmod(folder.resolve("note"), "rwx------");
      }
    }

    @Test
    void shouldReportAMissingParentFolder() throws Exception {
      StateException e =
          catchStateException(() -> new StoreBench(Path.of("/proc/nowhere/state")).put("a", "one"));
      assertThat(e.problem()).isIn(Problem.FAILED, Problem.READ_ONLY, Problem.DENIED);
      assertThat(e).hasMessageContaining("/proc/nowhere").hasMessageContaining("--state DIR");
    }

    private void fill(Path file) throws IOException {
      try (var out = Files.newOutputStream(file)) {
        while (true) {
          out.write(new byte[512]);
        }
      } catch (IOException e) {
        // full
      }
    }
  }

  private StateException refuses(Problem problem) throws StateException {
    StateException e = catchStateException(() -> bench.put("a", "two"));
    assertThat(e).as("a refusal").isNotNull();
    assertThat(e.problem()).isEqualTo(problem);
    assertThat(e.getMessage()).doesNotContain("\n");
    return e;
  }

  private void refuses(Problem problem, String message) throws StateException {
    assertThat(refuses(problem)).hasMessage(message);
  }

  private static StateException catchStateException(ThrowingCallable call) {
    return catchThrowableOfType(StateException.class, call);
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("note"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }

  private interface OnMount {
    void run(Path mount) throws Exception;
  }

  /** Runs an action on a small file system, if mounting is permitted. */
  private void mounted(String options, OnMount work) throws Exception {
    Path mount = Files.createDirectory(temp.resolve("mount"));
    Needs.programs("mount", "umount");
    Needs.that(
        exit("mount", "-t", "tmpfs", "-o", options + ",mode=700", "tmpfs", mount.toString()) == 0,
        "a mount");
    try {
      work.run(mount);
    } finally {
      run("umount", mount.toString());
    }
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static void assumeRoot() throws IOException {
    Needs.that(isRoot(), "root");
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static void run(String... command) throws Exception {
    assertThat(exit(command)).as(List.of(command).toString()).isZero();
  }

  private static int exit(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
