package dev.resil.state;

import dev.resil.time.Deadline;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store on a test bench: time passes only while it waits, and its notices are kept. */
final class StoreBench {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final List<String> notices = new ArrayList<>();
  private long nanos;
  private Runnable meanwhile = () -> {};
  private final Path folder;

  StoreBench(Path folder) {
    this.folder = folder;
  }

  FileStateStore store() {
    return store(Strictness.LENIENT, NOW);
  }

  FileStateStore store(Strictness strictness, Instant now) {
    return new FileStateStore(
        folder,
        strictness,
        notices::add,
        Clock.fixed(now, ZoneOffset.UTC),
        new ProcessHolders(),
        new LockTimeout(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            () -> nanos,
            (lock, limit) -> {
              nanos += limit;
              meanwhile.run();
              return lock.within(0);
            },
            LockTimeout::inAThread));
  }

  List<String> notices() {
    return notices;
  }

  /** Actions of other processes at each wait for a lock. */
  void meanwhile(Runnable work) {
    meanwhile = work;
  }

  Duration waited() {
    return Duration.ofNanos(nanos);
  }

  Path file(String name) {
    return folder.resolve("note").resolve(name + ".json");
  }

  void put(String name, String text) throws StateException {
    put(store(), name, text);
  }

  static void put(StateStore store, String name, String text) throws StateException {
    store.update(Note.FORMAT, name, _ -> new Update.Write<>(new Note(name, text), true, true));
  }

  /** Puts a note, with a limit on the wait for the lock. */
  void putWithin(String name, Duration limit) throws StateException {
    store()
        .update(
            Note.FORMAT,
            name,
            _ -> new Update.Write<>(new Note(name, "late"), true, true),
            Deadline.after(limit, nanos));
  }

  Optional<String> get(String name) throws StateException {
    return store().read(Note.FORMAT, name).record().map(Note::text);
  }
}
