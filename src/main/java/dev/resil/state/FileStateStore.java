package dev.resil.state;

import dev.resil.files.Ownership;
import dev.resil.files.UserPath;
import dev.resil.state.StateException.Problem;
import dev.resil.time.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Records as files {@code FOLDER/KIND/NAME.json}, shared by all processes of a user.
 *
 * <p>A transaction locks the record, reads it, applies the change, writes a temporary file, syncs
 * it if the write is durable, renames it over the old file and unlocks. If another program removes
 * the lock or the folder meanwhile, it is repeated. A process killed at any moment leaves the old
 * record or the new one, and no lock. A change that stores nothing takes no lock and writes
 * nothing: a reader always finds a whole record.
 *
 * <p><b>Power cuts.</b> A durable write has survived once {@link #update} returns: the file is
 * synced before the rename and its folder after it. Other writes stay in the system's cache for
 * some seconds; a power cut in that time brings back the previous record. This holds on file
 * systems that order data before a rename over an existing file (ext4 with {@code auto_da_alloc},
 * btrfs, ZFS, APFS); one that doesn't (XFS, F2FS) can leave an empty file, which counts as damaged.
 *
 * <p><b>Damaged files</b> are renamed to {@code NAME.json.corrupt-TIME}, of which the last three
 * are kept, and the record starts afresh; a strict store reports them and leaves them in place.
 * Records written by a newer resil are always reported and left alone.
 *
 * <p>Thread-safe.
 */
public final class FileStateStore implements StateStore {
  /** How often a lock file or folder may be removed during one transaction: a loop must end. */
  private static final int MOST_REMOVALS = 1000;

  private final Path root;
  private Optional<StateFolder> folder = Optional.empty();
  private final Clock clock;
  private final Holders holders;
  private final LockTimeout lockTimeout;
  private final Strictness strictness;
  private final Consumer<String> notices;
  private final Map<String, RecordFiles> kinds = new HashMap<>();
  private volatile Optional<Decoded> last = Optional.empty();

  /**
   * A store in a folder, which is created on the first write; by a strict store, on the first
   * update.
   *
   * @param root the folder
   * @param strictness how damaged records and read-only folders are handled
   * @param notices receives a line for each damaged file that was renamed
   */
  public FileStateStore(Path root, Strictness strictness, Consumer<String> notices) {
    this(root, strictness, notices, Clock.systemUTC(), new ProcessHolders(), LockTimeout.system());
  }

  FileStateStore(
      Path root,
      Strictness strictness,
      Consumer<String> notices,
      Clock clock,
      Holders holders,
      LockTimeout lockTimeout) {
    this.root = root.toAbsolutePath().normalize();
    this.strictness = strictness;
    this.notices = notices;
    this.clock = clock;
    this.holders = holders;
    this.lockTimeout = lockTimeout;
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException {
    LockTimeout timeout = lockTimeout.until(deadline);
    return guarded(
        format,
        files -> {
          if (strictness == Strictness.STRICT) {
            files.prepare();
          }
          Optional<T> unchanged = withoutLock(files, format, name, change);
          return unchanged.isPresent()
              ? unchanged.get()
              : withLock(files, format, name, change, timeout);
        });
  }

  /** Needs no read without the lock. */
  @Override
  public <R, T> T store(RecordFormat<R> format, String name, Function<View<R>, Update<R, T>> change)
      throws StateException {
    return guarded(
        format,
        files -> {
          if (strictness == Strictness.STRICT) {
            files.prepare();
          }
          return withLock(files, format, name, change, lockTimeout);
        });
  }

  private <R, T> Optional<T> withoutLock(
      RecordFiles files,
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change)
      throws IOException, StateException {
    Optional<R> stored;
    try {
      stored =
          files.exists() ? decoded(files.read(files.file(name)), format, name) : Optional.empty();
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
    Update<R, T> update = change.apply(view(stored));
    return update instanceof Update.Keep<R, T> ? Optional.of(update.answer()) : Optional.empty();
  }

  private <R, T> T withLock(
      RecordFiles files,
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      LockTimeout timeout)
      throws IOException, StateException {
    Path file = files.file(name);
    return locked(
        files,
        file,
        timeout,
        lock -> {
          Update<R, T> update = change.apply(view(storedOrFresh(files, format, name)));
          Optional<Update.Write<R, T>> write = update.write();
          if (write.isPresent()) {
            boolean durable = write.get().durable();
            if (!lock.replace(file, format.encode(write.get().record()), durable)) {
              return Optional.empty();
            }
            if (durable) {
              lock.sync();
            }
          }
          return Optional.of(update.answer());
        });
  }

  private interface Locked<T> {
    /** The answer; empty if the lock is not in place. */
    Optional<T> with(RecordLock lock) throws IOException, StateException;
  }

  /** Works under a record's lock, again if the lock file is removed meanwhile. */
  private static <T> T locked(RecordFiles files, Path file, LockTimeout timeout, Locked<T> work)
      throws IOException, StateException {
    for (int removals = 0; removals < MOST_REMOVALS; removals++) {
      files.create();
      try (RecordLock lock = files.lock(file, timeout)) {
        Optional<T> answer = work.with(lock);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
    }
    throw new StateException(
        Problem.BUSY,
        "state file %s could not be locked: something removes %s again and again"
            .formatted(UserPath.shown(file), UserPath.shown(file.resolveSibling(".lock"))));
  }

  private <R> Optional<R> storedOrFresh(RecordFiles files, RecordFormat<R> format, String name)
      throws IOException, StateException {
    Path file = files.file(name);
    try {
      return decoded(files.read(file), format, name);
    } catch (UnreadableRecordException e) {
      if (e.isNewer() || strictness == Strictness.STRICT) {
        throw unreadable(file, e);
      }
      Path evidence = files.keepAsEvidence(file, clock.instant());
      notices.accept(
          "state file %s is damaged (%s): kept as %s, starting afresh"
              .formatted(UserPath.shown(file), e.getMessage(), evidence.getFileName()));
      return Optional.empty();
    }
  }

  /** The record in some bytes: the one decoded last, if these are the same. */
  private <R> Optional<R> decoded(Optional<byte[]> bytes, RecordFormat<R> format, String name)
      throws UnreadableRecordException {
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    if (last.isPresent() && last.get().isOf(format, name, bytes.get())) {
      @SuppressWarnings("unchecked") // of the same format
      R record = (R) last.get().record();
      return Optional.of(record);
    }
    R record = format.decode(bytes.get());
    if (!format.name(record).equals(name)) {
      throw UnreadableRecordException.damaged(
          "it is the record of '%s'".formatted(format.name(record)));
    }
    last = Optional.of(new Decoded(format, name, ByteBuffer.wrap(bytes.get()), record));
    return Optional.of(record);
  }

  /** A record and the bytes that it was decoded from. */
  private record Decoded(RecordFormat<?> format, String name, ByteBuffer bytes, Object record) {
    boolean isOf(RecordFormat<?> wanted, String its, byte[] found) {
      return wanted.equals(format) && its.equals(name) && bytes.equals(ByteBuffer.wrap(found));
    }
  }

  @Override
  public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
    return guarded(
        format,
        files -> {
          try {
            return view(
                files.exists()
                    ? decoded(files.read(files.file(name)), format, name)
                    : Optional.<R>empty());
          } catch (UnreadableRecordException e) {
            throw unreadable(files.file(name), e);
          }
        });
  }

  @Override
  public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
    return guarded(
        format,
        files -> {
          List<R> records = new ArrayList<>();
          List<String> problems = new ArrayList<>();
          for (Path file : files.all()) {
            record(files, format, file, problems).ifPresent(records::add);
          }
          records.sort(Comparator.comparing(format::name));
          return new Listing<>(clock.instant(), records, problems, holders);
        });
  }

  /** The record in a file; empty if there is none, or none that is readable. */
  private static <R> Optional<R> record(
      RecordFiles files, RecordFormat<R> format, Path file, List<String> problems) {
    try {
      Optional<byte[]> bytes = files.read(file);
      if (bytes.isPresent()) {
        R record = format.decode(bytes.get());
        if (files.file(format.name(record)).equals(file)) {
          return Optional.of(record);
        }
        problems.add(
            "state file %s holds the record of '%s', which belongs in another file: remove it"
                .formatted(UserPath.shown(file), format.name(record)));
      }
    } catch (UnreadableRecordException e) {
      problems.add(unreadable(file, e).getMessage());
    } catch (IOException e) {
      problems.add(StateFailures.of(file, e).getMessage());
    }
    return Optional.empty();
  }

  /** Reads only the names of files; of a name too long for a file's, the record. */
  @Override
  public <R> List<String> names(RecordFormat<R> format) throws StateException {
    return guarded(
        format,
        files -> {
          List<String> names = new ArrayList<>();
          for (Path file : files.all()) {
            FileNames.nameOf(file.getFileName().toString())
                .or(() -> record(files, format, file, new ArrayList<>()).map(format::name))
                .ifPresent(names::add);
          }
          return names;
        });
  }

  @Override
  public <R> List<String> updateAll(RecordFormat<R> format, Function<View<R>, Update<R, ?>> change)
      throws StateException {
    return guarded(
        format,
        files -> {
          List<String> problems = new ArrayList<>();
          List<Path> lasting = new ArrayList<>();
          for (Path file : files.all()) {
            Optional<R> found = record(files, format, file, problems);
            if (found.isPresent()) {
              withLock(
                  files,
                  format,
                  format.name(found.get()),
                  view -> syncedLater(change.apply(view), file, lasting),
                  lockTimeout);
            }
          }
          if (!lasting.isEmpty()) {
            files.sync(lasting);
          }
          return problems;
        });
  }

  private static <R> Update<R, Path> syncedLater(
      Update<R, ?> update, Path file, List<Path> lasting) {
    Optional<? extends Update.Write<R, ?>> write = update.write();
    if (write.isEmpty()) {
      return new Update.Keep<>(file);
    }
    if (write.get().durable()) {
      lasting.add(file);
    }
    return new Update.Write<>(write.get().record(), false, file);
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    return guarded(
        format,
        files -> {
          boolean removed = files.exists() && remove(files, files.file(name));
          if (removed) {
            files.sync();
          }
          return removed;
        });
  }

  private boolean remove(RecordFiles files, Path file) throws IOException, StateException {
    return locked(
        files,
        file,
        lockTimeout,
        lock -> lock.isInPlace() ? Optional.of(files.remove(file)) : Optional.empty());
  }

  @Override
  public void removeAll(RecordFormat<?> format) throws StateException {
    guarded(
        format,
        files -> {
          boolean removed = false;
          for (Path file : files.all()) {
            removed |= remove(files, file);
          }
          if (removed) {
            files.sync();
          }
          return removed;
        });
  }

  @Override
  public Changes changes(RecordFormat<?> format, String name) {
    try {
      return guarded(
          format,
          files -> {
            files.create();
            return FileChanges.of(files.file(name));
          });
    } catch (StateException e) {
      return Changes.POLLED;
    }
  }

  private <R> View<R> view(Optional<R> record) {
    return new View<>(clock.instant(), record, holders);
  }

  private static StateException unreadable(Path file, UnreadableRecordException e) {
    return e.isNewer()
        ? new StateException(
            Problem.NEWER,
            "state file %s: %s: use that resil, or another folder with --state DIR"
                .formatted(UserPath.shown(file), e.getMessage()))
        : new StateException(
            Problem.DAMAGED,
            "state file %s is damaged (%s): move it away to start afresh"
                .formatted(UserPath.shown(file), e.getMessage()));
  }

  private synchronized RecordFiles files(String kind) {
    RecordFiles files = kinds.get(kind);
    if (files == null) {
      StateFolder place =
          folder.orElseGet(
              () -> new StateFolder(root, Ownership.ofThisProcess(Ownership.Kind.STATE)));
      folder = Optional.of(place);
      files = new RecordFiles(place, kind);
      kinds.put(kind, files);
    }
    return files;
  }

  private interface Work<T> {
    T on(RecordFiles files) throws IOException, StateException;
  }

  /**
   * Works on the files of a kind and translates the system's errors; works again if a folder is
   * removed meanwhile.
   */
  private <T> T guarded(RecordFormat<?> format, Work<T> work) throws StateException {
    // an interrupt would close the channel, and the report of an interrupted run must be written
    boolean interrupted = Thread.interrupted();
    try {
      RecordFiles files = files(format.kind());
      for (int removals = 1; ; removals++) {
        try {
          return work.on(files);
        } catch (NoSuchFileException e) {
          files.forget();
          if (removals >= MOST_REMOVALS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw StateFailures.of(root, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
