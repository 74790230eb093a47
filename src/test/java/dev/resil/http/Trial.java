package dev.resil.http;

import dev.resil.http.wire.Routes;
import dev.resil.time.Deadline;
import dev.resil.tls.TlsFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A real exchange, whose answer is kept in memory. */
final class Trial implements AutoCloseable {
  private final KeptOutput body = new KeptOutput();
  private final KeptOutput others = new KeptOutput();
  private final AnswerReceiver receiver;
  private final Exchange exchange;

  private Trial(
      RequestSpec spec,
      Proxies proxies,
      ConnectionPolicy.Version version,
      Optional<StallPolicy> stall) {
    this(spec, proxies, version, stall, Routes.DIRECT);
  }

  private Trial(
      RequestSpec spec,
      Proxies proxies,
      ConnectionPolicy.Version version,
      Optional<StallPolicy> stall,
      Routes routes) {
    receiver =
        new AnswerReceiver(
            new Download(body, Optional.empty(), spec.accepts(), Optional.empty()),
            others,
            false,
            spec.method().equals("HEAD"));
    ConnectionPolicy connection =
        new ConnectionPolicy(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.of(5),
            version,
            new TlsPolicy(false, TlsFiles.NONE),
            proxies,
            routes);
    exchange =
        new Exchange(
            new Client(connection.authorizedBy(spec.headers()), "test"),
            spec,
            Optional.empty(),
            OptionalInt.of(5),
            stall,
            Optional.empty(),
            receiver,
            Set.of(),
            _ -> true,
            () -> {});
  }

  static Trial of(RequestSpec spec) {
    return through(spec, Optional.empty());
  }

  static Trial through(RequestSpec spec, Optional<String> proxy) {
    return new Trial(
        spec,
        Proxies.of(proxy, Optional.of(""), _ -> null),
        ConnectionPolicy.Version.NEGOTIATED,
        Optional.empty());
  }

  static Trial watched(RequestSpec spec, ConnectionPolicy.Version version, StallPolicy stall) {
    return new Trial(
        spec,
        Proxies.of(Optional.empty(), Optional.of(""), _ -> null),
        version,
        Optional.of(stall));
  }

  /** A request with a detour, by way of a proxy. */
  static Trial around(RequestSpec spec, String proxy, String detour) {
    return new Trial(
        spec,
        Proxies.of(Optional.of(proxy), Optional.of(""), _ -> null),
        ConnectionPolicy.Version.NEGOTIATED,
        Optional.empty(),
        new Routes(
            Routes.Family.ANY, List.of(), List.of(Routes.Detour.parse(detour)), Optional.empty()));
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

  /** Runs while another thread watches, as an attempt does. */
  Answer runWatched() {
    Thread thread = Thread.ofPlatform().daemon().start(exchange);
    while (thread.isAlive() && !Thread.currentThread().isInterrupted()) {
      long now = System.nanoTime();
      Deadline next = exchange.watch(now).orSooner(Deadline.after(Duration.ofMillis(5), now));
      LockSupport.parkNanos(next.left(now));
    }
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
