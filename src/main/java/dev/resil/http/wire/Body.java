package dev.resil.http.wire;

import java.io.IOException;
import java.io.InputStream;

/** The content of an answer in HTTP/1.1, without its framing. */
abstract class Body extends InputStream {
  /** The size of a chunk in up to 16 digits, and its extensions (RFC 9112, 7.1.1), with blanks. */
  private static final int MAX_CHUNK_LINE = 1 << 14;

  final Input in;
  private boolean complete;

  private Body(Input in) {
    this.in = in;
  }

  /** The content of an answer whose head was read. */
  static Body of(Framing framing, Input in) {
    return switch (framing) {
      case Framing.None none -> new Sized(in, 0);
      case Framing.Sized(long length) -> new Sized(in, length);
      case Framing.Chunked chunked -> new Chunked(in);
      case Framing.UntilClose untilClose -> new UntilClose(in);
    };
  }

  /** Whether all of it was read. */
  boolean isComplete() {
    return complete;
  }

  int finish() {
    complete = true;
    return -1;
  }

  @Override
  public abstract int read(byte[] bytes, int offset, int length) throws IOException;

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private static final class UntilClose extends Body {
    UntilClose(Input in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      return count < 0 ? finish() : count;
    }
  }

  private static final class Sized extends Body {
    private final long length;
    private long left;

    Sized(Input in, long length) {
      super(in);
      this.length = length;
      this.left = length;
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
      if (left == 0) {
        return finish();
      }
      int count = in.read(bytes, offset, (int) Math.min(size, left));
      if (count < 0) {
        throw new WireException(
            WireException.CUT_OFF + " after %d of %d bytes".formatted(length - left, length));
      }
      left -= count;
      if (left == 0) {
        finish();
      }
      return count;
    }
  }

  private static final class Chunked extends Body {
    private long left;
    private boolean first = true;

    Chunked(Input in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0 && !isComplete()) {
        if (!first) {
          endOfChunk();
        }
        first = false;
        left = size();
        if (left == 0) {
          HeadReader.skipTrailers(in);
          finish();
        }
      }
      if (isComplete()) {
        return -1;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new WireException(WireException.CUT_OFF + " within a chunk");
      }
      left -= count;
      return count;
    }

    private void endOfChunk() throws IOException {
      int next = in.read();
      if (next == '\r') {
        next = in.read();
      }
      if (next < 0) {
        throw new WireException(WireException.CUT_OFF + " after a chunk");
      } else if (next != '\n') {
        throw new WireException("the server sent a chunk that is longer than its size");
      }
    }

    /** Reads the line before a chunk. */
    private long size() throws IOException {
      long size = 0;
      int digits = 0;
      boolean ended = false;
      boolean extension = false;
      for (int count = 0; count < MAX_CHUNK_LINE; count++) {
        int next = in.read();
        int digit = next < 0x80 ? Character.digit(next, 16) : -1;
        if (next < 0) {
          throw new WireException(WireException.CUT_OFF + " between chunks");
        } else if (next == '\n' && digits > 0) {
          return size;
        } else if (digit >= 0 && !ended && size < 1L << 59) {
          size = (size << 4) | digit;
          digits++;
        } else if (!extension) {
          if (digits == 0 || "; \t\r".indexOf(next) < 0) {
            throw new WireException("the server sent a chunk with an invalid size");
          }
          ended = true;
          extension = next == ';';
        }
      }
      throw new WireException("the server sent a chunk with an extension of more than 16 KiB");
    }
  }
}
