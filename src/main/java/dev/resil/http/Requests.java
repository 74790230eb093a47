package dev.resil.http;

import dev.resil.http.wire.Url;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The requests of an attempt: the first one and those for redirects. */
final class Requests {
  private static final Set<String> NEED_A_BODY =
      Set.of("POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY");

  /** Headers that are sent only to the original server. */
  private static final Set<String> SECRET = Set.of("authorization", "cookie");

  private static final Set<String> OF_THE_BODY =
      Set.of("content-type", "content-length", "transfer-encoding", "content-encoding");

  private final RequestSpec spec;
  private final Optional<String> idempotencyKey;
  private final Timeline timeline;
  private final AtomicLong sent = new AtomicLong();
  private Optional<String> authorization;
  private Url last;

  Requests(RequestSpec spec, Optional<String> idempotencyKey, Timeline timeline) {
    this.spec = spec;
    this.idempotencyKey = idempotencyKey;
    this.timeline = timeline;
    this.authorization = spec.identity().authorization(spec.address().url().host());
    this.last = spec.address().url();
  }

  /** The URL of the last request. */
  Url url() {
    return last;
  }

  /** The number of body bytes sent. */
  long sent() {
    return sent.get();
  }

  /**
   * The first request.
   *
   * @param range the requested range
   */
  Request first(Optional<Download.Range> range) {
    return request(spec.address().url(), spec.method(), true, spec.content(), range);
  }

  /**
   * The target of a redirect; empty if there is none.
   *
   * @throws IllegalArgumentException if it is empty or not HTTP
   */
  static Optional<Address> location(ResponseHead head) {
    return switch (head.status()) {
      case 300, 301, 302, 303, 307, 308 ->
          head.header("Location").map(location -> target(head.url(), location));
      default -> Optional.empty();
    };
  }

  private static Address target(Url from, String location) {
    if (location.isBlank()) {
      throw new IllegalArgumentException("is empty");
    }
    return Address.of(from.resolve(location));
  }

  /**
   * The request for a redirect, by the rules of curl: a POST becomes a GET after 301 and 302, every
   * method but HEAD after 303, unless the user chose the method.
   */
  Request redirected(Request from, Address to, int status, Optional<Download.Range> range) {
    boolean sameOrigin = to.url().isSameOrigin(spec.address().url());
    authorization =
        to.user().isPresent()
            ? to.user().map(Credentials::basic)
            : sameOrigin ? spec.identity().authorization(to.url().host()) : elsewhere(to.url());
    boolean loses =
        status == 303
            ? !from.method().equals("HEAD")
            : (status == 301 || status == 302) && from.method().equals("POST");
    String method = loses && !spec.customMethod() ? "GET" : from.method();
    Optional<Content> content = loses || from.body() == null ? Optional.empty() : spec.content();
    return request(to.url(), method, sameOrigin, content, range);
  }

  private Request request(
      Url url,
      String method,
      boolean sameOrigin,
      Optional<Content> content,
      Optional<Download.Range> range) {
    Headers.Builder headers = new Headers.Builder();
    headers.add("User-Agent", spec.userAgent());
    headers.add("Accept", "*/*");
    content.flatMap(Content::type).ifPresent(type -> headers.add("Content-Type", type));
    authorization.ifPresent(value -> headers.addUnsafeNonAscii("Authorization", value));
    addGiven(headers, sameOrigin, content.isPresent());
    idempotencyKey.ifPresent(key -> headers.set("Idempotency-Key", key));
    range.ifPresent(part -> {
      headers.set("Range", "bytes=" + part.from() + "-");
      headers.set("If-Range", part.version());
    });
    Client.Wish wish = wish(headers);
    if (!spec.compressed() && headers.get("Accept-Encoding") == null) {
      headers.add(
          "Accept-Encoding", "identity"); // otherwise OkHttp requests gzip and decompresses it
    }
    last = url;
    return new Request.Builder()
        .url(HttpUrl.get(url.toString()))
        .headers(headers.build())
        .method(method, body(method, content))
        .tag(Timeline.class, timeline)
        .tag(Client.Wish.class, wish)
        .build();
  }

  /** A password of a secure server's chain of redirects is not sent in the clear. */
  private Optional<String> elsewhere(Url url) {
    return url.secure() || !spec.address().url().secure()
        ? spec.identity().authorizationElsewhere(url.host())
        : Optional.empty();
  }

  private void addGiven(Headers.Builder headers, boolean sameOrigin, boolean withBody) {
    // as in curl, a given header replaces a default one, and may be given twice
    spec.headers().forEach(line -> headers.removeAll(line.name()));
    for (HeaderLine line : spec.headers()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      boolean elsewhere = !sameOrigin && (SECRET.contains(name) || name.equals("host"));
      if (line.value().isPresent()
          && !elsewhere
          && (withBody || !OF_THE_BODY.contains(name) || spec.content().isEmpty())) {
        headers.addUnsafeNonAscii(line.name(), line.value().get());
      }
    }
  }

  private Client.Wish wish(Headers.Builder headers) {
    return new Client.Wish(
        Optional.ofNullable(headers.get("Connection")),
        spec.compressed() || headers.get("Accept-Encoding") != null,
        headers.get("User-Agent") != null);
  }

  private RequestBody body(String method, Optional<Content> content) {
    if (content.isPresent()) {
      return new Upload(content.get(), sent);
    }
    return NEED_A_BODY.contains(method) ? RequestBody.create(new byte[0], null) : null;
  }
}
