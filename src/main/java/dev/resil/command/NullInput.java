package dev.resil.command;

import dev.resil.posix.Posix;

/** Empty input. */
final class NullInput implements Input {
  private static final String DEVICE = "/dev/null";

  private final Posix posix;
  private int descriptor;

  NullInput(Posix posix) {
    this.posix = posix;
  }

  @Override
  public int open(long attempt) throws StreamException {
    descriptor = posix.open(DEVICE, false, false);
    if (descriptor < 0) {
      throw new StreamException("cannot open " + DEVICE + ": " + posix.message(-descriptor));
    }
    return descriptor;
  }

  @Override
  public void opened() {
    posix.close(descriptor);
  }
}
