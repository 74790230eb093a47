package dev.resil.http.wire;

import dev.resil.http.wire.Fields.Field;
import dev.resil.text.RawText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Writes requests in HTTP/1.1 (RFC 9112, 3 and 6). */
final class RequestWriter {
  private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "host");

  private RequestWriter() {}

  /**
   * The head of a request.
   *
   * @param absolute whether its target is a whole URL, for a proxy (3.2.2)
   */
  static byte[] head(Request request, boolean absolute) throws IOException {
    StringBuilder head = new StringBuilder(256);
    String target = request.url().target();
    head.append(request.method())
        .append(' ')
        .append(absolute ? "http://" + request.url().authority() + target : target)
        .append(" HTTP/1.1\r\n");
    add(head, "Host", request.host());
    for (Field field : request.fields().all()) {
      boolean framing = FRAMING.contains(field.name().toLowerCase(Locale.ROOT));
      if (!framing || (request.content().isEmpty() && !field.isNamed("Host"))) {
        add(head, field.name(), field.value());
      }
    }
    if (isChunked(request)) {
      add(head, "Transfer-Encoding", "chunked");
    } else if (request.content().isPresent()) {
      add(head, "Content-Length", Long.toString(request.content().get().length()));
    }
    return RawText.encode(head.append("\r\n").toString());
  }

  private static void add(StringBuilder head, String name, String value) {
    head.append(name).append(':').append(value.isEmpty() ? "" : " ").append(value).append("\r\n");
  }

  static boolean isChunked(Request request) {
    return request.content().isPresent() && request.fields().lists("Transfer-Encoding", "chunked");
  }

  /** Writes the content of a request. */
  static void content(Request request, OutputStream out) throws IOException {
    Request.Content content = request.content().orElseThrow();
    if (isChunked(request)) {
      content.writeTo(new Chunks(out));
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      exactly(content, out);
    }
  }

  /** Writes content of the length that was announced. */
  static void exactly(Request.Content content, OutputStream out) throws IOException {
    Measured measured = new Measured(out, content.length());
    content.writeTo(measured);
    measured.end();
  }

  private abstract static class Through extends OutputStream {
    final OutputStream out;

    Through(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }

  /** Each write as a chunk. */
  private static final class Chunks extends Through {
    Chunks(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > 0) {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, offset, length);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** Exactly as much as was announced, or an error. */
  private static final class Measured extends Through {
    private long left;

    Measured(OutputStream out, long length) {
      super(out);
      this.left = length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      check(left >= 0);
      out.write(bytes, offset, length);
    }

    void end() throws IOException {
      check(left == 0);
    }

    private static void check(boolean asAnnounced) throws IOException {
      if (!asAnnounced) {
        throw new ContentChangedException();
      }
    }
  }
}
