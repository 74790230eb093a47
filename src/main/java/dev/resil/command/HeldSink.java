package dev.resil.command;

import dev.resil.loop.Sink;
import dev.resil.loop.Spool;

/** Keeps output until it is known what becomes of it. */
record HeldSink(Spool spool) implements Sink {
  @Override
  public int descriptor() {
    return -1; // it takes everything at once
  }

  @Override
  public int write(byte[] bytes, int offset, int length) {
    int error = spool.append(bytes, offset, length);
    return error < 0 ? error : length;
  }
}
