package dev.resil.state;

import dev.resil.files.Ownership;
import dev.resil.files.PrivateFiles;
import dev.resil.files.UserPath;
import dev.resil.posix.FileStatus;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files of one kind of record, in a folder of their own. {@code NAME.json} is replaced
 * atomically by {@code NAME.json.tmp}; {@code NAME.json.corrupt-TIME} are damaged files, kept as
 * evidence.
 */
final class RecordFiles {
  private static final String LOCK = ".lock";
  private static final int KEPT_AS_EVIDENCE = 3;
  private static final String EVIDENCE = ".corrupt-";
  private static final int EVIDENCE_TIME_LENGTH = "20261123T120000.000Z".length();
  private static final DateTimeFormatter EVIDENCE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final StateFolder root;
  private final Path folder;
  private final Ownership ownership;
  private volatile boolean checked;

  RecordFiles(StateFolder root, String kind) {
    this.root = root;
    this.folder = root.path().resolve(kind);
    this.ownership = root.ownership();
  }

  Path file(String name) {
    return folder.resolve(FileNames.of(name) + FileNames.SUFFIX);
  }

  /**
   * Whether the folder exists, and is safe. Checked once: a user able to change the answer later
   * could change the records too.
   */
  boolean exists() throws IOException {
    if (!checked) {
      Optional<FileStatus> found = FileStatus.of(folder, UserPath.text(folder));
      if (found.isPresent()) {
        root.check();
        ownership.checkInner(folder, found.get());
        checked = true;
      }
    }
    return checked;
  }

  /** Creates the folder, unless it existed when it was last looked for. */
  void create() throws IOException {
    if (exists()) {
      return;
    }
    root.create();
    PrivateFiles.createFolder(folder);
    exists();
  }

  /** The folder may have been removed: it is looked for, and checked, again. */
  void forget() {
    checked = false;
    root.forget();
  }

  /** Checks that records can be stored, as far as that can be known in advance. */
  void prepare() throws IOException {
    create();
    folder.getFileSystem().provider().checkAccess(folder, AccessMode.WRITE);
  }

  /** Waits for the lock of a record's file. */
  RecordLock lock(Path file, LockTimeout timeout) throws IOException, StateException {
    Path lock = folder.resolve(LOCK);
    Path shared = root.real().resolve(folder.getFileName()).resolve(LOCK);
    return RecordLock.acquire(new RecordLock.Place(lock, shared, file), ownership, timeout);
  }

  /**
   * The bytes of a record's file; empty if it does not exist.
   *
   * @throws UnreadableRecordException if it is too large for a record
   */
  Optional<byte[]> read(Path file) throws IOException, UnreadableRecordException {
    Optional<FileStatus> found = ownership.checkFile(file);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    checkSize(found.get().size());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(readAll(channel));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void checkSize(long size) throws UnreadableRecordException {
    if (size > RecordFormat.MAX_BYTES) {
      throw UnreadableRecordException.damaged("too large for a record, " + size + " bytes");
    }
  }

  private static byte[] readAll(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file shrank while being read");
      }
    }
    return buffer.array();
  }

  /** Makes the replacement and removal of files survive a power cut. */
  void sync() throws IOException {
    PrivateFiles.sync(folder);
  }

  /** Makes the content of files survive a power cut; those that were removed are left out. */
  void sync(Collection<Path> files) throws IOException {
    for (Path file : files) {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        channel.force(true);
      } catch (NoSuchFileException e) {
        // another process removed it
      }
    }
    sync();
    PrivateFiles.syncAbove(folder);
  }

  /** Removes a record's file; returns whether it existed. */
  boolean remove(Path file) throws IOException {
    boolean removed = ownership.checkFile(file).isPresent();
    Files.deleteIfExists(file);
    return removed;
  }

  /** Renames a damaged file, and deletes the oldest of those renamed before. */
  Path keepAsEvidence(Path file, Instant now) throws IOException {
    Path evidence = folder.resolve(file.getFileName() + EVIDENCE + EVIDENCE_TIME.format(now));
    Files.move(file, evidence, StandardCopyOption.ATOMIC_MOVE);
    String start = file.getFileName() + EVIDENCE;
    int length = start.length() + EVIDENCE_TIME_LENGTH;
    // the length tells evidence from the files of a record whose name has the same start
    List<Path> kept = named(name -> name.startsWith(start) && name.length() == length).reversed();
    for (Path old : kept.subList(Math.min(KEPT_AS_EVIDENCE, kept.size()), kept.size())) {
      Files.deleteIfExists(old);
    }
    return evidence;
  }

  /** The files of all records, by name. */
  List<Path> all() throws IOException {
    return exists() && Files.exists(folder)
        ? named(name -> name.endsWith(FileNames.SUFFIX))
        : List.of();
  }

  private List<Path> named(Predicate<String> wanted) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(folder, path -> wanted.test(path.getFileName().toString()))) {
      all.forEach(files::add);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** The file of a record's new content. */
  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }
}
