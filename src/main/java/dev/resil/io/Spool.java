package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.posix.ZeroCopy;
import java.util.ArrayList;
import java.util.List;

/**
 * Buffered bytes: in memory up to a limit, beyond that in a nameless file for this user only. A
 * failed write loses none of the bytes written before.
 */
public final class Spool implements AutoCloseable {
  /** The limit of one spool's memory, in bytes. */
  public static final long MEMORY = 8L << 20;

  private static final int PIECE = 1 << 16;
  private static final int NONE = -1;

  private final Posix posix;
  private final String folder;
  private final List<byte[]> pieces = new ArrayList<>();
  private int file = NONE;
  private long filePosition;
  private long size;

  /** An empty spool. If it needs a file, it creates it in the given folder. */
  public Spool(Posix posix, String folder) {
    this.posix = posix;
    this.folder = folder;
  }

  /**
   * The folder for temporary files: {@code TMPDIR} (POSIX, environment variables), or {@code /tmp}.
   */
  public static String temporaryFolder() {
    return RawEnvironment.temporaryFolder();
  }

  /** Its size in bytes. */
  public long size() {
    return size;
  }

  /** Appends bytes, all or none. Returns 0 or the negated errno. */
  public int append(byte[] bytes, int offset, int length) {
    if (file == NONE && size + length <= MEMORY) {
      remember(bytes, offset, length);
      return 0;
    }
    int error = file == NONE ? spill() : 0;
    error = error < 0 ? error : write(size, bytes, offset, length);
    if (error >= 0) {
      size += length;
    }
    return Math.min(0, error);
  }

  /** Whether its content is in a file. */
  public boolean inFile() {
    return file != NONE;
  }

  /** Appends the content of a pipe, as {@link Sink#take(int)}; only if this spool is in a file. */
  public int take(int pipe, int length) {
    int count = inFile() ? posix.zeroCopy().splice(pipe, file, size, length) : -Errno.EINVAL;
    size += Math.max(0, count);
    return count;
  }

  /** Sends its content from a position on to a descriptor, as {@link Sink#take(Spool, long)}. */
  public int send(long position, int to) {
    int length = (int) Math.min(ZeroCopy.AT_ONCE, size - position);
    return inFile() ? posix.zeroCopy().sendFile(file, position, to, length) : -Errno.EINVAL;
  }

  private void remember(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      int used = (int) (size % PIECE);
      if (used == 0) {
        pieces.add(new byte[PIECE]);
      }
      int count = Math.min(length - done, PIECE - used);
      System.arraycopy(bytes, offset + done, pieces.getLast(), used, count);
      done += count;
      size += count;
    }
  }

  /** Moves the content to a file. Frees the memory once all of it is written. */
  private int spill() {
    int descriptor = posix.temporaryFile(folder);
    if (descriptor < 0) {
      return descriptor;
    }
    file = descriptor;
    int error = 0;
    for (int i = 0; i < pieces.size() && error >= 0; i++) {
      long start = (long) i * PIECE;
      error = write(start, pieces.get(i), 0, (int) Math.min(PIECE, size - start));
    }
    if (error < 0) {
      posix.close(descriptor);
      file = NONE;
      return error;
    }
    pieces.clear();
    return 0;
  }

  private int write(long position, byte[] bytes, int offset, int length) {
    int error = goTo(position);
    for (int done = 0; done < length && error >= 0; ) {
      error = posix.write(file, bytes, offset + done, length - done);
      done += Math.max(0, error);
      filePosition += Math.max(0, error);
    }
    return error;
  }

  private int goTo(long position) {
    if (filePosition == position) {
      return 0;
    }
    long result = posix.seek(file, position, Posix.FROM_START);
    filePosition = position;
    return result < 0 ? (int) result : 0;
  }

  /** Reads from a position on. Returns the number of bytes, or the negated errno. */
  public int read(long position, byte[] into) {
    if (position >= size) {
      return 0;
    }
    int wanted = (int) Math.min(into.length, size - position);
    if (file == NONE) {
      int used = (int) (position % PIECE);
      int count = Math.min(wanted, PIECE - used);
      System.arraycopy(pieces.get((int) (position / PIECE)), used, into, 0, count);
      return count;
    }
    int error = goTo(position);
    int count = error < 0 ? error : posix.read(file, into, 0, wanted);
    filePosition += Math.max(0, count);
    return count;
  }

  @Override
  public void close() {
    pieces.clear();
    size = 0;
    if (file != NONE) {
      posix.close(file);
      file = NONE;
    }
  }
}
