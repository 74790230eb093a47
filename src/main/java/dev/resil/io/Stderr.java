package dev.resil.io;

import dev.resil.posix.Posix;
import java.nio.charset.StandardCharsets;

/** resil's own lines, each in one write where the system allows. */
public final class Stderr implements LineSink {
  private static final int DESCRIPTOR = 2;
  private static final long PATIENCE_NANOS = 1_000_000_000;
  private static final long FOR_EVER = -1;

  private final Descriptor descriptor;

  /** Standard error of this process. */
  public Stderr(Posix posix) {
    this(posix, PATIENCE_NANOS);
  }

  private Stderr(Posix posix, long patienceNanos) {
    descriptor = new Descriptor(posix, DESCRIPTOR, patienceNanos);
  }

  /** The same for what must not be lost: as a command does, it waits for whoever reads. */
  public static Stderr patient(Posix posix) {
    return new Stderr(posix, FOR_EVER);
  }

  /** Writes a line; where nobody listens any more, the run goes on. */
  @Override
  public void line(String text) {
    text(text + "\n");
  }

  /** Writes text that need not be a line; where nobody listens any more, the run goes on. */
  public void text(String text) {
    descriptor.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
