package dev.resil.io;

import dev.resil.posix.Posix;
import java.nio.charset.StandardCharsets;

/** Standard error for resil's own lines, each in a single write if possible. */
public final class Stderr implements LineSink {
  private static final int DESCRIPTOR = 2;
  private static final long TIMEOUT_NANOS = 1_000_000_000;
  private static final long FOR_EVER = -1;

  private final Descriptor descriptor;

  /** Standard error of this process. */
  public Stderr(Posix posix) {
    this(posix, TIMEOUT_NANOS);
  }

  private Stderr(Posix posix, long timeoutNanos) {
    descriptor = new Descriptor(posix, DESCRIPTOR, timeoutNanos);
  }

  /**
   * Standard error for lines that must not be lost: it waits for a slow reader, as a command does.
   */
  public static Stderr patient(Posix posix) {
    return new Stderr(posix, FOR_EVER);
  }

  /** Writes a line. Errors are ignored: without a reader, the run continues. */
  @Override
  public void line(String text) {
    text(text + "\n");
  }

  /** Writes text. Errors are ignored: without a reader, the run continues. */
  public void text(String text) {
    descriptor.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
