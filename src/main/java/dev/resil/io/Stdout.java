package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.text.RawText;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * Standard output for the output of resil's own commands: help, plans, tables. It remembers failed
 * writes, which a {@link java.io.PrintWriter} would hide.
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

  /** Writes pending output; remembers a failure. */
  public void end() {
    try {
      flush();
    } catch (IOException e) {
      // see #failure
    }
  }

  /** Whether the reader has closed the stream, which is not an error. */
  public boolean isUnread() {
    return errno == Errno.EPIPE;
  }

  /** The system's message for a failed write; empty if none failed. */
  public Optional<String> failure() {
    return errno == 0 ? Optional.empty() : Optional.of(posix.message(errno));
  }
}
