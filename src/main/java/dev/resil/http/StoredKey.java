package dev.resil.http;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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
   * The key in a file, which is made where there is none.
   *
   * @param fresh the key to be stored then
   * @throws IllegalArgumentException if the file holds something else
   */
  public static String in(Path file, String fresh) throws IOException {
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), PRIVATE)) {
      channel.write(
          java.nio.ByteBuffer.wrap(
              (fresh + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
      return fresh;
    } catch (FileAlreadyExistsException e) {
      String key = Files.readString(file).strip();
      if (key.isEmpty() || !key.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
        throw new IllegalArgumentException(
            "holds no key of printable ASCII on one line; remove it for a new one", e);
      }
      return key;
    }
  }

  /** Why the file cannot be used. */
  public static String reason(Exception e) {
    return StoreException.reason(e);
  }
}
