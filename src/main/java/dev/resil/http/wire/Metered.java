package dev.resil.http.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Streams that tell a {@link Meter} what they move. */
final class Metered {
  /** A slow connection takes a write of this size in time to count as movement. */
  private static final int PIECE = 1 << 14;

  private Metered() {}

  /**
   * A stream that is read.
   *
   * @param counts whether to count
   */
  static InputStream in(InputStream in, Meter meter, BooleanSupplier counts) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!counts.getAsBoolean()) {
          return in.read(bytes, offset, length);
        }
        int count = 0;
        meter.begin();
        try {
          count = in.read(bytes, offset, length);
        } finally {
          meter.end(count);
        }
        return count;
      }
    };
  }

  /**
   * A stream that is written.
   *
   * @param counts whether to count
   */
  static OutputStream out(OutputStream out, Meter meter, BooleanSupplier counts) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!counts.getAsBoolean()) {
          out.write(bytes, offset, length);
          return;
        }
        for (int at = 0; at < length; at += PIECE) {
          piece(bytes, offset + at, Math.min(PIECE, length - at));
        }
      }

      private void piece(byte[] bytes, int offset, int length) throws IOException {
        int moved = 0;
        meter.begin();
        try {
          out.write(bytes, offset, length);
          moved = length;
        } finally {
          meter.end(moved);
        }
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }
}
