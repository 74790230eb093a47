package dev.resil.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** Sends a body. */
final class Upload extends RequestBody {
  private final Content content;
  private final AtomicLong sent;

  /**
   * A body.
   *
   * @param sent counts its bytes
   */
  Upload(Content content, AtomicLong sent) {
    this.content = content;
    this.sent = sent;
  }

  @Override
  public MediaType contentType() {
    return null; // set as a header
  }

  @Override
  public long contentLength() throws IOException {
    return content.length();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    content.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            sink.write(bytes, offset, length);
            sent.addAndGet(length);
          }
        });
  }
}
