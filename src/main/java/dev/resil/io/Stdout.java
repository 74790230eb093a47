package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.text.RawText;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * What a command shows: help, a plan, a table. It remembers that it could not be written, which a
 * {@link java.io.PrintWriter} around it keeps to itself.
 */
public final class Stdout extends Writer {
  private static final int DESCRIPTOR = 1;
  private static final int ENOUGH = 8192;

  private final Posix posix;
  private final Descriptor descriptor;
  private final StringBuilder pending = new StringBuilder();
  private int errno;

  /** Standard output of this process. */
  public Stdout(Posix posix) {
    this.posix = posix;
    descriptor = new Descriptor(posix, DESCRIPTOR, -1);
  }

  @Override
  public void write(char[] buffer, int offset, int length) throws IOException {
    pending.append(buffer, offset, length);
    if (pending.length() >= ENOUGH) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    if (!pending.isEmpty() && errno == 0) {
      errno = descriptor.write(RawText.encode(pending.toString()));
    }
    pending.setLength(0);
    if (errno != 0) {
      throw new IOException(posix.message(errno));
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  /** Writes what is left, should there be anything; a failure is remembered. */
  public void end() {
    try {
      flush();
    } catch (IOException e) {
      // {@link #failure} has it
    }
  }

  /** Whether what should have been read here is not read any more: no error, but an end. */
  public boolean isUnread() {
    return errno == Errno.EPIPE;
  }

  /** Why something could not be written, in the system's words; empty where all was. */
  public Optional<String> failure() {
    return errno == 0 ? Optional.empty() : Optional.of(posix.message(errno));
  }
}
