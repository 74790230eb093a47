package dev.resil.http;

import dev.resil.http.wire.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request.
 *
 * @param sent counts its bytes
 */
record Upload(Content content, AtomicLong sent) implements Request.Content {
  @Override
  public long length() throws IOException {
    return content.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    content.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            sent.addAndGet(length);
          }
        });
  }
}
