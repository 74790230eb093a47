package dev.resil.http.coding;

import dev.resil.text.Sizes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Ends a decompression that yields too much: a few bytes can stand for terabytes. */
final class BoundedStream extends FilterInputStream {
  /** The most decoded bytes for each received one, beyond {@link #HARMLESS}. */
  private static final long RATIO = 200;

  private static final long HARMLESS = 64L << 20;

  private final CountedStream packed;
  private final OptionalLong limit;
  private long count;

  BoundedStream(InputStream in, CountedStream packed, OptionalLong limit) {
    super(in);
    this.packed = packed;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    count += Math.max(0, read);
    if (limit.isEmpty() && count > HARMLESS && count / RATIO > packed.count()) {
      throw new UnacceptableBodyException(
          "%s of the response decompress to more than %s, over 200 times as much; allow it with --max-filesize"
              .formatted(Sizes.format(packed.count()), Sizes.format(count)));
    }
    return read;
  }
}
