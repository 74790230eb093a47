package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** An output in memory. */
final class KeptOutput implements AnswerOutput {
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  Runnable onBody = () -> {};

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public void append(byte[] more, int offset, int length) {
    bytes.write(more, offset, length);
    if (length == 1) {
      onBody.run();
    }
  }

  @Override
  public void cutTo(long length) {
    byte[] left = bytes.toByteArray();
    bytes.reset();
    bytes.write(left, 0, (int) length);
  }

  @Override
  public DrainResult commit(Consumer<Spool> copy) {
    return new DrainResult.Complete();
  }

  @Override
  public void discard() {
    bytes.reset();
  }
}
