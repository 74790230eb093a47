package dev.resil.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one record: a byte of a lock file that is never renamed or removed, so that nobody
 * ever locks a file that is no longer there. The kernel frees it when its holder dies, however it
 * dies.
 *
 * <p>Such a lock belongs to the whole process and is lost as soon as the process closes any
 * descriptor of the file (fcntl(2), "Record locks"). So within a process one thread at a time has
 * the file open.
 */
final class RecordLock implements AutoCloseable {
  /** The one thing that is shared in the process, because the kernel's lock is. */
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock mutex;
  private final FileChannel channel;

  private RecordLock(ReentrantLock mutex, FileChannel channel) {
    this.mutex = mutex;
    this.channel = channel;
  }

  /**
   * Waits for a record's lock.
   *
   * @param file the lock file, in a folder that exists and is safe
   * @param record which record; two that share a byte only wait for each other
   * @return the lock, or empty where it was not to be had in time
   */
  static Optional<RecordLock> acquire(
      Path file, String record, Ownership ownership, Patience patience)
      throws IOException, StateException {
    Path key = file.getParent().toRealPath().resolve(file.getFileName());
    ReentrantLock mutex = IN_PROCESS.computeIfAbsent(key, _ -> new ReentrantLock(true));
    if (!patience.awaits(mutex)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = open(file, ownership);
      locked = lock(channel, record, patience);
      return locked ? Optional.of(new RecordLock(mutex, channel)) : Optional.empty();
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        mutex.unlock();
      }
    }
  }

  private static FileChannel open(Path file, Ownership ownership)
      throws IOException, StateException {
    if (ownership.checkFile(file).isEmpty()) {
      PrivateFiles.create(file);
    }
    return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean lock(FileChannel channel, String record, Patience patience)
      throws IOException {
    long position = Integer.toUnsignedLong(record.hashCode());
    Optional<FileLock> lock =
        patience.await(() -> Optional.ofNullable(channel.tryLock(position, 1, false)));
    return lock.isPresent();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      mutex.unlock();
    }
  }
}
