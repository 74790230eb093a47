package dev.resil.http;

import dev.resil.files.PrivateFiles;
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
import java.util.Set;

/** An idempotency key that outlives a run, so that a run that was killed can be made again. */
public final class StoredKey {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private StoredKey() {}

  /**
   * The key in a file, which is made where there is none. It is safe on the disk before it is used,
   * and of two runs that make one at the same time the second takes the first one's.
   *
   * @param fresh the key to be stored then
   * @throws IllegalArgumentException if the file holds something else
   */
  public static String in(Path file, String fresh) throws IOException {
    if (!Files.exists(file) || (Files.size(file) == 0 && Files.isRegularFile(file))) {
      make(file, fresh);
    }
    String key = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (key.isEmpty() || !key.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "holds no key of printable ASCII on one line; remove it for a new one");
    }
    return key;
  }

  private static void make(Path file, String fresh) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE), PRIVATE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && channel.size() == 0) {
        channel.write(ByteBuffer.wrap((fresh + "\n").getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
    }
    PrivateFiles.sync(file.toAbsolutePath().getParent());
  }
}
