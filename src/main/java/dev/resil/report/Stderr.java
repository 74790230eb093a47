package dev.resil.report;

import dev.resil.posix.Posix;
import java.nio.charset.StandardCharsets;

/** resil's own lines, each in one write where the system allows. */
public final class Stderr implements LineSink {
  private static final int DESCRIPTOR = 2;
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final Descriptor descriptor;

  /** Standard error of this process. */
  public Stderr(Posix posix) {
    descriptor = new Descriptor(posix, DESCRIPTOR, PATIENCE_NANOS);
  }

  /** Writes a line; where nobody listens any more, the run goes on. */
  @Override
  public void line(String text) {
    descriptor.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
