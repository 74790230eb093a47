package dev.resil.http;

import dev.resil.files.PrivateFiles;
import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** An idempotency key that outlives a run, so that a killed run can be repeated. */
public final class StoredKey {
  private static final int MAX_BYTES = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private StoredKey() {}

  /**
   * The key in a file, which is created if necessary. The file is synced before the key is used. If
   * two runs create it at the same time, both use the key of the first.
   *
   * @param fresh the key to store in a new file
   * @throws IllegalArgumentException if the file does not contain a key
   */
  public static String in(UserPath name, String fresh) throws IOException {
    Path file = name.path();
    if (!Files.exists(file) || (Files.size(file) == 0 && Files.isRegularFile(file))) {
      make(file, fresh);
    }
    String key = new String(UserFile.read(name, MAX_BYTES), StandardCharsets.ISO_8859_1).strip();
    if (key.isEmpty() || !key.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "does not contain a key of printable ASCII on one line; remove it to get a new one");
    }
    return key;
  }

  /** Another run holds the lock only while it writes its key. */
  private static FileLock lock(FileChannel channel) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    FileLock lock = channel.tryLock();
    while (lock == null && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      lock = channel.tryLock();
    }
    if (lock == null) {
      throw new IOException("another process holds its lock");
    }
    return lock;
  }

  private static void make(Path file, String fresh) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE), PRIVATE);
        FileLock lock = lock(channel)) {
      if (lock.isValid() && channel.size() == 0) {
        channel.write(ByteBuffer.wrap((fresh + "\n").getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
    }
    PrivateFiles.sync(file.toAbsolutePath().getParent());
  }
}
