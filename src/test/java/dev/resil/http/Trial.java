package dev.resil.http;

import dev.resil.http.wire.Routes;
import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import dev.resil.tls.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** A real exchange, whose answer is kept in memory. */
final class Trial implements AutoCloseable {
  private final Kept body = new Kept();
  private final Kept others = new Kept();
  private final AnswerReceiver receiver;
  private final Exchange exchange;

  private static final class Kept implements AnswerOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public void append(byte[] more, int offset, int length) {
      bytes.write(more, offset, length);
    }

    @Override
    public void cutTo(long length) {
      byte[] left = bytes.toByteArray();
      bytes.reset();
      bytes.write(left, 0, (int) length);
    }

    @Override
    public DrainResult commit(Consumer<Spool> copy) {
      return new DrainResult.Complete();
    }

    @Override
    public void discard() {
      bytes.reset();
    }
  }

  private Trial(RequestSpec spec, Proxies proxies) {
    receiver =
        new AnswerReceiver(
            new Download(body, Optional.empty(), spec.accepts()),
            others,
            false,
            spec.method().equals("HEAD"));
    ConnectionPolicy connection =
        new ConnectionPolicy(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.of(5),
            ConnectionPolicy.Version.NEGOTIATED,
            new TlsPolicy(false, TlsFiles.NONE),
            proxies,
            Routes.DIRECT);
    exchange =
        new Exchange(
            new Client(connection, "test"),
            spec,
            Optional.empty(),
            OptionalInt.of(5),
            receiver,
            Set.of(),
            _ -> true,
            () -> {});
  }

  static Trial of(RequestSpec spec) {
    return through(spec, Optional.empty());
  }

  static Trial through(RequestSpec spec, Optional<String> proxy) {
    return new Trial(spec, Proxies.of(proxy, Optional.of(""), _ -> null));
  }

  static Trial of(String method, String url, HeaderLine... headers) {
    return of(spec(method, url, Optional.empty(), headers));
  }

  static RequestSpec spec(
      String method, String url, Optional<Content> content, HeaderLine... headers) {
    return new RequestSpec(
        Address.parse(url),
        method,
        false,
        List.of(headers),
        content,
        Identity.NONE,
        Optional.empty(),
        BodyPolicy.DEFAULT,
        "test");
  }

  static Content content(String text) {
    return new Content(
        Optional.of("text/plain"),
        List.of(new Content.Piece.Bytes(text.getBytes(StandardCharsets.UTF_8))));
  }

  Answer run() {
    exchange.run();
    return exchange.answer().orElseThrow();
  }

  /** The body of a successful answer. */
  String body() {
    return body.bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    exchange.cancel();
  }
}
