package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import java.util.function.Consumer;

/** {@code /dev/null}: only counts bytes. */
final class NullOutput implements AnswerOutput {
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
  public DrainResult commit(Consumer<Spool> copy) {
    return new DrainResult.Complete();
  }

  @Override
  public void discard() {
    size = 0;
  }
}
