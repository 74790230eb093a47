package dev.resil.command;

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
