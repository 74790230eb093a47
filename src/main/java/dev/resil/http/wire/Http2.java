package dev.resil.http.wire;

import dev.resil.text.RawText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.BufferedSocket;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.Header;
import okhttp3.internal.http2.Http2Connection;
import okhttp3.internal.http2.Http2Stream;
import okhttp3.internal.http2.StreamResetException;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;

/** A connection that speaks HTTP/2 (RFC 9113), by OkHttp's layer of frames and streams. */
final class Http2 implements Link {
  private static final int MAX_INTERIM = 100;
  private static final String STATUS = ":status";

  /** Fields of HTTP/1.1 connections (8.2.2), and what HTTP/2 says in another way. */
  private static final Set<String> OF_HTTP1 =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade");

  /** Fields of an answer whose values go into later requests. */
  private static final Set<String> SENT_ON = Set.of("location", "set-cookie");

  private final Http2Connection connection;
  private final Runnable closing;
  private volatile boolean answered;
  private Optional<Http2Stream> stream = Optional.empty();

  Http2(Socket socket, Runnable closing, Url url) throws IOException {
    this.closing = closing;
    this.connection =
        new Http2Connection.Builder(true, TaskRunner.INSTANCE)
            .socket(new Buffers(socket, closing), url.hostAndPort())
            .build();
    connection.start();
  }

  /** Whether a server refused a request without acting on it (8.7). */
  static boolean isRefusal(IOException e) {
    return e instanceof StreamResetException reset && reset.errorCode == ErrorCode.REFUSED_STREAM;
  }

  @Override
  public Response send(Request request, Observer observer) throws IOException {
    answered = false;
    observer.sending();
    try {
      Http2Stream opened = connection.newStream(head(request), request.content().isPresent());
      stream = Optional.of(opened);
      if (request.content().isPresent()) {
        write(request.content().get(), opened, observer.meter());
      }
      Head head = head(opened, observer);
      return new Response(head, content(opened, head, request.method(), observer.meter()), true);
    } catch (IOException e) {
      throw isRefusal(e) ? new RefusedException(e) : e;
    }
  }

  private static List<Header> head(Request request) throws IOException {
    List<Header> head = new ArrayList<>();
    head.add(new Header(Header.TARGET_METHOD, bytes(request.method())));
    head.add(new Header(Header.TARGET_PATH, bytes(request.url().target())));
    head.add(new Header(Header.TARGET_AUTHORITY, bytes(request.host())));
    head.add(new Header(Header.TARGET_SCHEME, bytes(request.url().scheme())));
    for (Fields.Field field : request.fields().all()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!OF_HTTP1.contains(name)) {
        head.add(new Header(bytes(name), bytes(field.value())));
      }
    }
    if (request.content().isPresent()) {
      String length = Long.toString(request.content().get().length());
      head.add(new Header(bytes("content-length"), bytes(length)));
    }
    return head;
  }

  private static ByteString bytes(String text) {
    return ByteString.of(RawText.encode(text));
  }

  private static void write(Request.Content content, Http2Stream stream, Meter meter)
      throws IOException {
    BufferedSink sink = Okio.buffer(stream.getSink());
    OutputStream out = Metered.out(sink.outputStream(), meter, () -> true);
    RequestWriter.exactly(content, out);
    meter.begin();
    try {
      sink.close();
    } finally {
      meter.end(0);
    }
  }

  private Head head(Http2Stream stream, Observer observer) throws IOException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      Headers headers = awaited(stream, observer.meter());
      answered = true;
      observer.answering();
      Head head = head(headers);
      if (!head.isInterim()) {
        return head;
      }
    }
    throw new WireException("the server sent more than %d interim answers".formatted(MAX_INTERIM));
  }

  private static Headers awaited(Http2Stream stream, Meter meter) throws IOException {
    long moved = 0;
    meter.begin();
    meter.patient(true);
    try {
      Headers headers = stream.takeHeaders(false);
      moved = headers.byteCount();
      return headers;
    } catch (StreamResetException e) {
      throw lost(e, WireException.NO_ANSWER);
    } finally {
      meter.patient(false);
      meter.end(moved);
    }
  }

  /** OkHttp resets a stream so if its connection was closed. */
  private static IOException lost(StreamResetException e, String reason) {
    return e.errorCode == ErrorCode.CANCEL ? new WireException(reason) : e;
  }

  /** What a malformed head could add to the output, or hide from it, is refused (8.2.1, 8.3). */
  private static Head head(Headers headers) throws WireException {
    List<String> statuses = headers.values(STATUS);
    if (statuses.size() != 1 || !statuses.getFirst().matches("[1-9][0-9]{2}")) {
      throw new WireException("the server sent an invalid status");
    }
    String status = statuses.getFirst();
    List<Fields.Field> all = new ArrayList<>();
    StringBuilder text = new StringBuilder("HTTP/2 ").append(status).append(" \r\n");
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      String value = Fields.trimmed(headers.value(i));
      if (name.isEmpty() || (name + value).chars().anyMatch(Http2::isForbidden)) {
        throw new WireException("the server sent a header without a name, or with a line break");
      }
      if (!name.startsWith(":")) {
        all.add(new Fields.Field(name, isLossy(name, value) ? "" : value));
        text.append(name).append(": ").append(value).append("\r\n");
      }
    }
    byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    return new Head("HTTP/2", Integer.parseInt(status), new Fields(all), bytes);
  }

  /** OkHttp decodes values as UTF-8: what resil would send on must not have lost its bytes. */
  private static boolean isLossy(String name, String value) {
    return SENT_ON.contains(name) && value.indexOf('\uFFFD') >= 0;
  }

  private static boolean isForbidden(int c) {
    return c == 0 || c == '\r' || c == '\n';
  }

  private static InputStream content(Http2Stream stream, Head head, String method, Meter meter)
      throws IOException {
    InputStream content =
        new Unbroken(Metered.in(Okio.buffer(stream.getSource()).inputStream(), meter, () -> true));
    return switch (Framing.of(head.withoutCodings(), method)) {
      case Framing.None _ -> InputStream.nullInputStream();
      case Framing.Sized(long length) -> new Counted(content, length);
      case Framing.Chunked _, Framing.UntilClose _ -> content;
    };
  }

  @Override
  public boolean isAnswered() {
    return answered;
  }

  @Override
  public boolean isReusable() {
    return stream.filter(Http2Stream::isOpen).isEmpty() && connection.isHealthy(System.nanoTime());
  }

  @Override
  public void close() {
    closing.run();
  }

  /** Content that a closed connection cuts off. */
  private static final class Unbroken extends FilterInputStream {
    Unbroken(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
      try {
        return in.read(bytes, offset, size);
      } catch (StreamResetException e) {
        throw lost(e, WireException.CUT_OFF);
      }
    }
  }

  /** Content that is as long as its Content-Length (8.1.1). */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private final long length;
    private long count;

    Counted(InputStream in, long length) {
      this.in = in;
      this.length = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
      int read = in.read(bytes, offset, size);
      count += Math.max(0, read);
      if (read < 0 && count < length) {
        throw new WireException(
            WireException.CUT_OFF + " after %d of %d bytes".formatted(count, length));
      } else if (count > length) {
        throw new WireException("the server sent more than its Content-Length of " + length);
      }
      return read;
    }
  }

  /** A socket as OkHttp wants it. */
  private static final class Buffers implements BufferedSocket {
    private final BufferedSource source;
    private final BufferedSink sink;
    private final Runnable closing;

    Buffers(Socket socket, Runnable closing) throws IOException {
      this.source = Okio.buffer(Okio.source(socket.getInputStream()));
      this.sink = Okio.buffer(Okio.sink(socket.getOutputStream()));
      this.closing = closing;
    }

    @Override
    public BufferedSource getSource() {
      return source;
    }

    @Override
    public BufferedSink getSink() {
      return sink;
    }

    @Override
    public void cancel() {
      closing.run();
    }
  }
}
