package dev.resil.http;

import dev.resil.files.OutputFile;
import dev.resil.files.Replacement;
import dev.resil.files.UserPath;
import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes a temporary file and renames it to its final name when it is complete and synced: a reader
 * sees the old content or the new.
 */
final class FileOutput implements AnswerOutput {
  /** Large writes cost much less than many small ones. */
  private static final int PIECE = 1 << 18;

  /** After this much data writeback is started, so that the final sync is quick. */
  private static final long EARLY = 32L << 20;

  private final Posix posix;
  private final OutputFile file;
  private Optional<Replacement> open = Optional.empty();

  /** Data appended but not yet written. */
  private Optional<ByteBuffer> piece = Optional.empty();

  private long size;

  /** The position up to which writeback was started. */
  private long begun;

  /** An output for a file, which need not exist. */
  FileOutput(Posix posix, OutputFile file) {
    this.posix = posix;
    this.file = file;
  }

  @Override
  public boolean replaces() {
    return true;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void append(byte[] bytes, int offset, int length) throws LocalFailureException {
    try {
      replacement();
      ByteBuffer buffer = buffer();
      for (int done = 0; done < length; ) {
        int count = Math.min(length - done, buffer.remaining());
        buffer.put(bytes, offset + done, count);
        done += count;
        size += count;
        if (!buffer.hasRemaining()) {
          flush();
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private ByteBuffer buffer() {
    if (piece.isEmpty()) {
      piece = Optional.of(ByteBuffer.allocateDirect(PIECE));
    }
    return piece.get();
  }

  private void flush() throws IOException {
    if (piece.isPresent()) {
      ByteBuffer buffer = piece.get().flip();
      replacement().write(buffer);
      buffer.clear();
      writeEarly();
    }
  }

  private void writeEarly() {
    if (size - begun >= EARLY) {
      int descriptor = posix.open(UserPath.text(open.orElseThrow().file()), true, false);
      if (descriptor >= 0) {
        posix.zeroCopy().startWriting(descriptor, begun, size - begun);
        posix.close(descriptor);
      }
      begun = size;
    }
  }

  private Replacement replacement() throws IOException {
    if (open.isEmpty()) {
      open = Optional.of(file.replacement(".part"));
    }
    return open.get();
  }

  @Override
  public void cutTo(long length) throws LocalFailureException {
    if (open.isEmpty()) {
      return;
    }
    try {
      flush();
      open.get().channel().truncate(length).position(length);
      size = length;
      begun = Math.min(begun, length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public DrainResult commit(Consumer<Spool> copy) {
    try {
      Replacement replacement = replacement();
      flush();
      replacement.keepAttributes();
      replacement.commitDurably();
      return new DrainResult.Complete();
    } catch (IOException e) {
      return new DrainResult.Failed(failure(e).getMessage());
    } finally {
      discard();
    }
  }

  private LocalFailureException failure(IOException e) {
    return new LocalFailureException(
        "cannot write " + UserPath.shown(file.target()) + ": " + IoReason.of(e));
  }

  @Override
  public void discard() {
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException e) {
      // the name of the leftover file shows its origin
    }
    open = Optional.empty();
    piece.ifPresent(ByteBuffer::clear);
    size = 0;
    begun = 0;
  }
}
