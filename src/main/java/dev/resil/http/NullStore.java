package dev.resil.http;

import dev.resil.loop.Emission;
import dev.resil.loop.Spool;
import java.util.function.Consumer;

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
  public Emission commit(Consumer<Spool> copy) {
    return new Emission.Complete();
  }

  @Override
  public void discard() {
    size = 0;
  }
}
