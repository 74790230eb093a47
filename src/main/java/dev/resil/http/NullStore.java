package dev.resil.http;

import dev.resil.loop.Emission;

/** {@code /dev/null}: only counts. */
final class NullStore implements Store {
  private long size;

  @Override
  public long size() {
    return size;
  }

  @Override
  public void append(byte[] bytes, int offset, int length) {
    size += length;
  }

  @Override
  public void cutTo(long length) {
    size = length;
  }

  @Override
  public Emission commit() {
    return new Emission.Complete();
  }

  @Override
  public void discard() {
    size = 0;
  }
}
