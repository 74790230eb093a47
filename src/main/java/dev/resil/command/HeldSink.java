package dev.resil.command;

import dev.resil.io.Sink;
import dev.resil.io.Spool;
import dev.resil.posix.ZeroCopy;

/** Holds output until the attempt is judged. */
record HeldSink(Spool spool) implements Sink {
  @Override
  public int descriptor() {
    return -1; // always writable
  }

  @Override
  public int write(byte[] bytes, int offset, int length) {
    int error = spool.append(bytes, offset, length);
    return error < 0 ? error : length;
  }

  @Override
  public int take(int pipe) {
    return spool.take(pipe, ZeroCopy.AT_ONCE);
  }
}
