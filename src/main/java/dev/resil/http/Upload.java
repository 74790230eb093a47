package dev.resil.http;

import dev.resil.http.wire.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request.
 *
 * @param rate the most bytes per second, empty for no limit
 * @param sent counts its bytes
 */
record Upload(Content content, OptionalLong rate, AtomicLong sent) implements Request.Content {
  @Override
  public long length() throws IOException {
    return content.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Pace pace = new Pace(rate);
    content.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            int most = pace.piece(length);
            for (int at = 0; at < length; at += most) {
              int piece = Math.min(most, length - at);
              out.write(bytes, offset + at, piece);
              sent.addAndGet(piece);
              if (rate.isPresent()) {
                out.flush();
                pace.after(piece);
              }
            }
          }
        });
  }
}
