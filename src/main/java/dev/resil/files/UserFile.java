package dev.resil.files;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;

/**
 * The content of a file that the user named, whatever its kind: a FIFO, such as that of {@code
 * <(COMMAND)}, and a terminal are read to their end. A FIFO without a writer is an error, rather
 * than waited for without end.
 */
public final class UserFile extends InputStream {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Posix posix;
  private final int descriptor;
  private final boolean own;

  /** When a FIFO must have a writer. */
  private final long end = System.nanoTime() + PATIENCE.toNanos();

  private boolean begun;

  private UserFile(Posix posix, int descriptor, boolean own) {
    this.posix = posix;
    this.descriptor = descriptor;
    this.own = own;
    this.begun = !own;
  }

  /** An inherited descriptor, which stays open. */
  public static UserFile inherited(int descriptor) {
    return new UserFile(Posix.get(), descriptor, false);
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be opened, with the system's reason
   */
  public static UserFile open(UserPath name) throws IOException {
    Posix posix = Posix.get();
    int descriptor = posix.open(name.text(), false, true);
    if (descriptor == -Errno.ENXIO) {
      throw new IOException("is a socket");
    } else if (descriptor < 0) {
      throw new IOException(posix.message(-descriptor));
    }
    return new UserFile(posix, descriptor, true);
  }

  /**
   * Reads a file.
   *
   * @param limit the largest size, in bytes
   * @throws IOException if it cannot be read, or is larger
   */
  public static byte[] read(UserPath name, int limit) throws IOException {
    try (UserFile file = open(name)) {
      byte[] content = file.readNBytes(limit);
      if (content.length == limit && file.read() >= 0) {
        throw new IOException("is larger than %d bytes".formatted(limit));
      }
      return content;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    int count = posix.read(descriptor, into, offset, length);
    while (count == 0 ? isAwaited() : isLater(count)) {
      count = posix.read(descriptor, into, offset, length);
    }
    if (count < 0) {
      throw new IOException(posix.message(-count));
    }
    begun = true;
    return count == 0 ? -1 : count;
  }

  /** Whether a writer has yet to open a FIFO: unlike at its end, there is no hangup. */
  private boolean isAwaited() throws IOException {
    short[] ready = new short[1];
    boolean never =
        !begun
            && posix.seek(descriptor, 0, Posix.FROM_HERE) == -Errno.ESPIPE
            && posix.poll(
                    new int[] {descriptor}, new short[] {Posix.POLLIN}, ready, PAUSE.toNanos())
                == 0;
    if (never && end - System.nanoTime() < 0) {
      throw new IOException("is a FIFO without a writer");
    }
    return never;
  }

  private boolean isLater(int count) {
    if (Errno.isWouldBlock(-count)) {
      begun = true; // it has a writer
      posix.poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, new short[1], -1);
      return true;
    }
    return count == -Errno.EINTR;
  }

  @Override
  public void close() {
    if (own) {
      posix.close(descriptor);
    }
  }
}
