package dev.resil.http.coding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952), with several members and checked sums, and deflate: zlib (RFC 1950)
 * or, as some servers send it, bare (RFC 1951). Unlike Java's own streams it never takes a pause of
 * the network for the end, and accepts nothing after the end.
 */
final class InflatedStream extends InputStream {
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATED = 8;
  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int BUFFER = 1 << 14;

  private final PushbackInputStream in;
  private final boolean gzip;
  private final Inflater inflater;
  private final CRC32 sum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private boolean begun;
  private boolean ended;

  private InflatedStream(PushbackInputStream in, boolean gzip, boolean bare) {
    this.in = in;
    this.gzip = gzip;
    this.inflater = new Inflater(bare);
  }

  /** The content of a gzip file. */
  static InflatedStream ofGzip(InputStream packed) {
    return new InflatedStream(new PushbackInputStream(packed, BUFFER), true, true);
  }

  /** The content of a zlib stream, or of a bare one. */
  static InflatedStream ofDeflate(InputStream packed) throws IOException {
    PushbackInputStream in = new PushbackInputStream(packed, BUFFER);
    int first = in.read();
    int second = in.read();
    if (second >= 0) {
      in.unread(second);
    }
    in.unread(first);
    boolean zlib = (first & 0xf) == DEFLATED && ((first << 8) + second) % 31 == 0;
    return new InflatedStream(in, false, !zlib);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (gzip && !begun) {
      header();
    }
    while (!ended) {
      int count = inflate(bytes, offset, length);
      if (count > 0) {
        sum.update(bytes, offset, count);
        return count;
      } else if (inflater.finished()) {
        end();
      } else if (inflater.needsDictionary()) {
        throw new IOException("needs a dictionary");
      } else {
        fill();
      }
    }
    return -1;
  }

  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      return inflater.inflate(bytes, offset, length);
    } catch (DataFormatException e) {
      throw new IOException(e);
    }
  }

  private void fill() throws IOException {
    filled = in.read(buffer);
    if (filled < 0) {
      throw new EOFException();
    }
    inflater.setInput(buffer, 0, filled);
  }

  /** Ends a stream; another member of a gzip file may follow. */
  private void end() throws IOException {
    int left = inflater.getRemaining();
    in.unread(buffer, filled - left, left);
    if (gzip) {
      check(number(4) == sum.getValue(), "wrong sum");
      check(number(4) == (inflater.getBytesWritten() & 0xffffffffL), "wrong length");
    }
    int next = in.read();
    if (next < 0) {
      ended = true;
      inflater.end();
      return;
    }
    check(gzip, "more after the end");
    in.unread(next);
    inflater.reset();
    sum.reset();
    header();
  }

  private void header() throws IOException {
    begun = true;
    check(number(2) == MAGIC && number(1) == DEFLATED, "no gzip");
    long flags = number(1);
    check((flags & RESERVED) == 0, "unknown flags");
    number(6); // time and system
    if ((flags & HAS_EXTRA) != 0) {
      for (long left = number(2); left > 0; left--) {
        number(1);
      }
    }
    for (int field : new int[] {HAS_NAME, HAS_COMMENT}) {
      while ((flags & field) != 0 && number(1) != 0) {
        // skipped
      }
    }
    if ((flags & HAS_CRC) != 0) {
      number(2);
    }
  }

  /** Reads a number, whose lowest byte comes first. */
  private long number(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      number |= (long) b << (i * Byte.SIZE);
    }
    return number;
  }

  private static void check(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
