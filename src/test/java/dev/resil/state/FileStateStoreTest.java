package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest {
  @TempDir Path temp;

  private Path folder;
  private StoreBench bench;

  @BeforeEach
  void setUp() {
    folder = temp.resolve("some/state");
    bench = new StoreBench(folder);
  }

  @Test
  void shouldKeepARecordForTheNextStore() throws StateException {
    bench.put("a", "one");
    assertThat(bench.get("a")).contains("one");
    bench.put("a", "two");
    assertThat(bench.get("a")).contains("two");
    assertThat(bench.get("b")).isEmpty();
  }

  @Test
  void shouldPassTheRecordAndTheTimeToTheChange() throws StateException {
    bench.put("a", "one");
    String seen =
        bench
            .store()
            .update(
                Note.FORMAT,
                "a",
                view -> new Update.Keep<>(view.record().orElseThrow().text() + " " + view.now()));
    assertThat(seen).isEqualTo("one 2026-11-23T12:00:00Z");
  }

  @Test
  void shouldTouchNoFileIfNothingIsStored() throws StateException {
    bench.store().update(Note.FORMAT, "a", _ -> new Update.Keep<>(true));
    bench.store().read(Note.FORMAT, "a");
    assertThat(bench.store().list(Note.FORMAT).records()).isEmpty();
    assertThat(bench.store().remove(Note.FORMAT, "a")).isFalse();
    assertThat(folder.getParent()).doesNotExist();
  }

  @Test
  void shouldChangeNameAndRemoveAll() throws Exception {
    String lengthy = "x".repeat(400);
    for (String name : List.of("a", "B b", lengthy)) {
      bench.put(name, "one");
    }
    Files.writeString(bench.file("c"), "noise");
    Files.writeString(bench.file("d"), "2\nd\nx\nend\n");
    assertThat(bench.store().names(Note.FORMAT))
        .containsExactlyInAnyOrder("a", "B b", "c", "d", lengthy);
    List<String> problems =
        bench
            .store()
            .updateAll(
                Note.FORMAT,
                view ->
                    new Update.Write<>(
                        new Note(view.record().orElseThrow().name(), "two"), true, true));
    assertThat(problems)
        .satisfiesExactly(
            line -> assertThat(line).contains("c.json is damaged"),
            line -> assertThat(line).contains("d.json", "use that resil"));
    assertThat(bench.store().list(Note.FORMAT).records())
        .extracting(Note::text)
        .containsExactly("two", "two", "two");
    assertThat(bench.file("c")).hasContent("noise");
    bench.store().removeAll(Note.FORMAT);
    assertThat(bench.store().names(Note.FORMAT)).isEmpty();
    assertThat(bench.store().list(Note.FORMAT).problems()).isEmpty();
  }

  @Test
  void shouldTakeNoLockIfNothingIsStored() throws Exception {
    bench.put("a", "one");
    Files.delete(folder.resolve("note/.lock"));
    bench.store().update(Note.FORMAT, "a", _ -> new Update.Keep<>(true));
    assertThat(folder.resolve("note/.lock")).doesNotExist();
  }

  @Test
  void shouldLeaveNoFileBesideTheRecord() throws Exception {
    bench.put("a", "one");
    bench.put("a", "two");
    assertThat(files()).containsExactlyInAnyOrder(".lock", "a.json");
  }

  @Test
  void shouldMakeFilesThatOnlyTheirOwnerCanUse() throws Exception {
    bench.put("a", "one");
    assertThat(mode(folder.getParent())).isEqualTo("rwx------");
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("note"))).isEqualTo("rwx------");
    assertThat(mode(bench.file("a"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("note/.lock"))).isEqualTo("rw-------");
  }

  @Test
  void shouldCreatePrivateFilesUnderAnyUmask() throws Exception {
    for (String umask : List.of("0", "0777")) {
      Path state = temp.resolve("umask" + umask);
      String command = "umask %s; exec \"$0\" \"$@\"".formatted(umask);
      int exit =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of("sh", "-c", command),
                          StoreProgram.command("put", state, "a", "one").stream())
                      .toList())
              .inheritIO()
              .start()
              .waitFor();
      assertThat(exit).isZero();
      assertThat(mode(state)).isEqualTo("rwx------");
      assertThat(mode(state.resolve("note"))).isEqualTo("rwx------");
      assertThat(mode(state.resolve("note/a.json"))).isEqualTo("rw-------");
      assertThat(mode(state.resolve("note/.lock"))).isEqualTo("rw-------");
    }
  }

  @Test
  void shouldListRecordsByTheNamesInThem() throws StateException {
    List<String> names = List.of("API", "api", "api:443", "../x", "日".repeat(128));
    for (String name : names) {
      bench.put(name, "text of " + name);
    }
    Listing<Note> listing = bench.store().list(Note.FORMAT);
    assertThat(listing.records())
        .extracting(Note::name)
        .containsExactlyElementsOf(names.stream().sorted().toList());
    assertThat(listing.problems()).isEmpty();
  }

  @Test
  void shouldNameUnreadableRecordsAndListTheRest() throws Exception {
    bench.put("a", "one");
    bench.put("b", "two");
    Files.writeString(bench.file("b"), "noise");
    Files.copy(bench.file("a"), bench.file("c"));
    Files.createDirectory(bench.file("d"));
    Listing<Note> listing = bench.store().list(Note.FORMAT);
    assertThat(listing.records()).extracting(Note::name).containsExactly("a");
    assertThat(listing.problems()).hasSize(3);
    assertThat(listing.problems().get(0)).contains("b.json is damaged");
    assertThat(listing.problems().get(1)).contains("c.json holds the record of 'a'");
    assertThat(listing.problems().get(2)).contains("d.json is a folder");
  }

  @Test
  void shouldForgetARecord() throws Exception {
    bench.put("a", "one");
    Files.writeString(folder.resolve("note/a.json.tmp"), "left over");
    assertThat(bench.store().remove(Note.FORMAT, "a")).isTrue();
    assertThat(bench.get("a")).isEmpty();
    assertThat(files()).containsExactly(".lock");
    assertThat(bench.store().remove(Note.FORMAT, "a")).isFalse();
  }

  @Test
  void shouldWorkBesideALeftoverOfAKilledProcess() throws Exception {
    bench.put("a", "one");
    Files.writeString(folder.resolve("note/a.json.tmp"), "half a rec");
    assertThat(bench.get("a")).contains("one");
    bench.put("a", "two");
    assertThat(bench.get("a")).contains("two");
  }

  @Test
  void shouldRecreateARemovedFolder() throws Exception {
    FileStateStore store = bench.store();
    StoreBench.put(store, "a", "one");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    assertThat(store.read(Note.FORMAT, "a").record()).isEmpty();
    StoreBench.put(store, "a", "two");
    assertThat(bench.get("a")).contains("two");
  }

  @Test
  void shouldStoreUnderAnInterruptedThread() throws Exception {
    Thread.currentThread().interrupt();
    bench.put("a", "one");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(bench.get("a")).contains("one");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("note"))) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
