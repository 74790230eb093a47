package dev.resil.state;

import dev.resil.files.Ownership;
import dev.resil.files.PrivateFiles;
import dev.resil.files.UserPath;
import dev.resil.posix.FileStatus;
import dev.resil.state.StateException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one record: a byte of a lock file. The kernel frees it when its holder dies for any
 * reason, and grants it to the waiting processes in turn; a polling process could lose it to later
 * ones that poll more often.
 *
 * <p>resil never renames or removes the file, but users do, and a lock on a removed file excludes
 * nobody. So it is acquired again if the file is no longer in place; and the file of the new
 * content, {@code NAME.json.tmp}, is locked too before the record is read: there, the first holder
 * of a new lock file waits for the last one of the old.
 *
 * <p>Such a lock belongs to the whole process and is lost as soon as the process closes any
 * descriptor of the file (fcntl(2), "Record locks"). Within a process, therefore, only one thread
 * at a time has the file open.
 */
final class RecordLock implements AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(5);

  /** The content of a lock file if the folders above it are on the disk. */
  private static final byte[] SYNCED = {'\n'};

  /** Shared by the whole process, because the kernel's lock is. */
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock mutex;
  private final FileChannel channel;
  private final Place place;
  private final FileStatus seen;
  private Optional<Content> content = Optional.empty();
  private boolean replaced;

  /**
   * What is locked.
   *
   * @param file the lock file, in a folder that exists and is safe
   * @param shared the same without symbolic links: one name for the whole process
   * @param record the record's file; two records that share a byte only wait for each other
   */
  record Place(Path file, Path shared, Path record) {
    /** The byte of the lock file. */
    long position() {
      return Integer.toUnsignedLong(record.getFileName().toString().hashCode());
    }
  }

  private RecordLock(ReentrantLock mutex, FileChannel channel, Place place, FileStatus seen) {
    this.mutex = mutex;
    this.channel = channel;
    this.place = place;
    this.seen = seen;
  }

  /**
   * Waits for a record's lock.
   *
   * @throws NoSuchFileException if the lock file or its folder is removed meanwhile
   * @throws StateException if it could not be acquired in time
   */
  static RecordLock acquire(Place place, Ownership ownership, LockTimeout lockTimeout)
      throws IOException, StateException {
    while (true) {
      RecordLock lock = acquireOnce(place, ownership, lockTimeout);
      boolean held = false;
      try {
        held = lock.opens(RecordFiles.beside(place.record()), lockTimeout) && lock.isUnreplaced();
      } finally {
        if (!held) {
          lock.close();
        }
      }
      if (held) {
        return lock;
      }
    }
  }

  /** Locks the file of the new content; false if it is replaced meanwhile. */
  private boolean opens(Path beside, LockTimeout lockTimeout) throws IOException, StateException {
    PrivateFiles.create(beside);
    Optional<FileStatus> before = look(beside);
    if (before.isEmpty()) {
      return false;
    }
    if (!before.get().isRegular()) {
      Files.deleteIfExists(beside);
      return false;
    }
    FileChannel channel =
        FileChannel.open(beside, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    boolean opened = false;
    try {
      if (channel.tryLock(0, 1, false) == null) {
        await(new Retries(channel, 0), place, lockTimeout);
      }
      boolean same = look(beside).equals(before);
      if (same && before.get().size() > 0) {
        // left by a process that was killed: written over, it could be back after a power cut
        Files.deleteIfExists(beside);
      } else {
        opened = same;
      }
    } finally {
      if (!opened) {
        channel.close();
      }
    }
    if (opened) {
      content = Optional.of(new Content(beside, before.get(), channel));
    }
    return opened;
  }

  /** A file that becomes the record's. While it is open, no other file has its key. */
  private record Content(Path file, FileStatus seen, FileChannel channel) {
    boolean isInPlace() throws IOException {
      return look(file).filter(now -> now.key().equals(seen.key())).isPresent();
    }
  }

  private static Optional<FileStatus> look(Path file) throws IOException {
    return FileStatus.of(file, UserPath.text(file));
  }

  /**
   * Replaces the record's file atomically, once: a reader finds the old file or the new one.
   *
   * @param durable whether it must survive a power cut; its folder is not synced
   * @return false if the lock is no longer in place; the file was not replaced then
   */
  boolean replace(Path record, byte[] bytes, boolean durable) throws IOException {
    Content next = content.orElseThrow();
    for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
      next.channel().write(left);
    }
    if (durable) {
      next.channel().force(true);
    }
    if (!isInPlace()) {
      return false;
    }
    Files.move(next.file(), record, StandardCopyOption.ATOMIC_MOVE);
    replaced = true;
    return true;
  }

  /**
   * Makes the replacement survive a power cut. The process that created the folder may have been
   * killed before it synced the folders above: the first change that must last does, and marks the
   * lock file.
   */
  void sync() throws IOException {
    Path folder = place.file().getParent();
    PrivateFiles.sync(folder);
    if (seen.size() == 0) {
      PrivateFiles.syncAbove(folder);
      try {
        channel.write(ByteBuffer.wrap(SYNCED));
      } catch (IOException e) {
        // the next change syncs them again
      }
    }
  }

  private static RecordLock acquireOnce(Place place, Ownership ownership, LockTimeout lockTimeout)
      throws IOException, StateException {
    ReentrantLock mutex = IN_PROCESS.computeIfAbsent(place.shared(), _ -> new ReentrantLock(true));
    if (!mutex.tryLock()) {
      await(nanos -> mutex.tryLock(nanos, TimeUnit.NANOSECONDS), place, lockTimeout);
    }
    Path file = place.file();
    FileChannel channel = null;
    Optional<Queue> queue = Optional.empty();
    boolean locked = false;
    try {
      // before it is opened: if it is the same afterwards, it is the file that was opened
      Optional<FileStatus> found = ownership.checkFile(file);
      if (found.isEmpty()) {
        PrivateFiles.create(file);
        found = look(file);
      }
      FileStatus seen = found.orElseThrow(() -> new NoSuchFileException(file.toString()));
      channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      long position = place.position();
      try {
        if (channel.tryLock(position, 1, false) == null) {
          queue = Optional.of(new Queue(channel, position, lockTimeout.queue()));
          await(queue.get(), place, lockTimeout);
        }
      } catch (OverlappingFileLockException e) {
        await(new Retries(channel, position), place, lockTimeout);
      }
      locked = true;
      return new RecordLock(mutex, channel, place, seen);
    } finally {
      if (!locked) {
        try {
          if (queue.isPresent()) {
            queue.get().leave();
          } else if (channel != null) {
            channel.close();
          }
        } finally {
          mutex.unlock();
        }
      }
    }
  }

  private static void await(LockTimeout.Lock lock, Place place, LockTimeout lockTimeout)
      throws IOException, StateException {
    Optional<Duration> inVain = lockTimeout.await(lock, () -> mark(place.record()));
    if (inVain.isPresent()) {
      throw busy(inVain.get(), place);
    }
  }

  private static StateException busy(Duration waited, Place place) {
    return new StateException(
        Problem.BUSY,
        "state file %s could not be locked within %d ms: find the process that holds the lock with 'fuser -v %s'"
                .formatted(
                    UserPath.shown(place.record()), waited.toMillis(), UserPath.shown(place.file()))
            + "; it may be stopped");
  }

  /** Changes with every write of the record: each puts a new file in place. */
  private static Object mark(Path record) throws IOException {
    try {
      BasicFileAttributes file =
          Files.readAttributes(record, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return List.of(String.valueOf(file.fileKey()), file.lastModifiedTime());
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  /** Whether nothing has removed or replaced the locked files. */
  boolean isInPlace() throws IOException {
    return isUnreplaced() && (content.isEmpty() || content.get().isInPlace());
  }

  /** A file system uses the number of a removed file again, but not within the same moment. */
  private boolean isUnreplaced() throws IOException {
    return look(place.file())
        .filter(now -> now.key().equals(seen.key()) && now.born().equals(seen.born()))
        .isPresent();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (content.isPresent()) {
        if (replaced) {
          content.get().channel().close();
        } else {
          discard(content.get());
        }
      }
    } finally {
      mutex.unlock();
    }
  }

  /** Removes new content that did not become the record's, and unlocks it. */
  private static void discard(Content content) throws IOException {
    try {
      if (content.isInPlace()) {
        Files.deleteIfExists(content.file());
      }
    } finally {
      content.channel().close();
    }
  }

  /**
   * A place in the kernel's queue. The system call has no timeout, so a thread makes it. Closing
   * the channel would wait for that thread, which the JDK interrupts by a signal; with signals
   * blocked, as resil has them, it would wait for the lock. So a wait that is given up leaves the
   * channel open, and frees the lock once it is granted.
   */
  private static final class Queue implements LockTimeout.Lock {
    private final FutureTask<FileLock> lock;
    private Optional<FileLock> granted = Optional.empty();
    private boolean left;

    Queue(FileChannel channel, long position, Executor threads) {
      lock = new FutureTask<>(() -> granted(channel.lock(position, 1, false)));
      threads.execute(lock);
    }

    private synchronized FileLock granted(FileLock acquired) throws IOException {
      granted = Optional.of(acquired);
      if (left) {
        acquired.release();
      }
      return acquired;
    }

    synchronized void leave() throws IOException {
      left = true;
      if (granted.isPresent()) {
        granted.get().release();
      }
    }

    @Override
    public boolean within(long nanos) throws IOException, InterruptedException {
      try {
        lock.get(nanos, TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      }
    }
  }

  /** This process still has a place in the queue, which it left: the lock is tried for instead. */
  private record Retries(FileChannel channel, long position) implements LockTimeout.Lock {
    @Override
    public boolean within(long nanos) throws IOException, InterruptedException {
      long end = System.nanoTime() + nanos;
      while (true) {
        try {
          if (channel.tryLock(position, 1, false) != null) {
            return true;
          }
        } catch (OverlappingFileLockException e) {
          // still queueing
        }
        if (end - System.nanoTime() <= 0) {
          return false;
        }
        Thread.sleep(RETRY);
      }
    }
  }
}
