package dev.resil.http.coding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Counts the bytes read, and keeps a failure. */
public final class CountedStream extends FilterInputStream {
  private long count;
  private Optional<IOException> failure = Optional.empty();

  /** A stream of which nothing is read yet. */
  public CountedStream(InputStream in) {
    super(in);
  }

  /** The number of bytes read. */
  public long count() {
    return count;
  }

  Optional<IOException> failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = in.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }
}
