package dev.resil.http;

import dev.resil.http.coding.Codings;
import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Fields.Field;
import dev.resil.http.wire.Request;
import dev.resil.http.wire.Url;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The requests of an attempt: the first one and those for redirects. */
final class Requests {
  private static final Set<String> NEED_A_BODY =
      Set.of("POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY");

  private static final Set<String> OF_THE_BODY =
      Set.of("content-type", "content-length", "transfer-encoding", "content-encoding", "expect");

  private static final int UNAUTHORIZED = 401;
  private static final Content EMPTY = new Content(Optional.empty(), List.of());

  private final RequestSpec spec;
  private final Optional<String> idempotencyKey;
  private final AtomicLong sent = new AtomicLong();
  private Optional<String> authorization;
  private Optional<Address> redirectedTo = Optional.empty();
  private Optional<Url> referer = Optional.empty();
  private boolean challenged;
  private boolean renewed;

  Requests(RequestSpec spec, Optional<String> idempotencyKey) {
    this.spec = spec;
    this.idempotencyKey = idempotencyKey;
    this.authorization = spec.identity().authorization(spec.address().url().host());
  }

  /** The number of body bytes sent. */
  long sent() {
    return sent.get();
  }

  /**
   * The first request.
   *
   * @param range the requested range
   * @param copy requested only if it is no longer valid, unless a range is requested
   */
  Request first(Optional<Download.Range> range, Optional<Revalidation> copy) {
    Request request = request(spec.address().url(), spec.method(), spec.content(), range);
    if (copy.isEmpty() || range.isPresent()) {
      return request;
    }
    List<Field> fields = new ArrayList<>(request.fields().all());
    fields.addAll(copy.get().conditions());
    return new Request(request.method(), request.url(), new Fields(fields), request.content());
  }

  /**
   * The request with the digest of a password, if the server asks for one: once, or again if the
   * nonce has expired.
   */
  Optional<Request> authorized(Request request, ResponseHead head) {
    if (head.status() != UNAUTHORIZED || !spec.identity().digest()) {
      return Optional.empty();
    }
    Optional<DigestChallenge> challenge =
        DigestChallenge.strongest(head.all("WWW-Authenticate"))
            .filter(asked -> !challenged || (asked.stale() && !renewed));
    Optional<Credentials> credentials = credentials(request.url());
    if (challenge.isEmpty() || credentials.isEmpty()) {
      return Optional.empty();
    }
    renewed = challenged;
    challenged = true;
    List<Field> fields = new ArrayList<>(request.fields().all());
    set(
        fields,
        "Authorization",
        challenge.get().answer(credentials.get(), request.method(), request.url().target()));
    return Optional.of(
        new Request(request.method(), request.url(), new Fields(fields), request.content()));
  }

  private Optional<Credentials> credentials(Url url) {
    return redirectedTo
        .flatMap(Address::user)
        .or(() ->
            knowsUser(url)
                ? spec.identity().credentials(url.host())
                : spec.identity().elsewhere(url.host()));
  }

  /**
   * The target of a redirect; empty if there is none.
   *
   * @throws IllegalArgumentException if it is empty, not HTTP, or not one
   */
  static Optional<Address> location(ResponseHead head) {
    return switch (head.status()) {
      case 300, 301, 302, 303, 307, 308 ->
          only(head.all("Location")).map(location -> target(head.url(), location));
      default -> Optional.empty();
    };
  }

  private static Optional<String> only(List<String> locations) {
    if (locations.stream().distinct().count() > 1) {
      throw new IllegalArgumentException("is not one: the server sent several");
    }
    return locations.stream().findFirst();
  }

  private static Address target(Url from, String location) {
    if (location.isBlank()) {
      throw new IllegalArgumentException("is empty");
    }
    return Address.of(from.resolve(location));
  }

  /**
   * The request for a redirect, by the rules of curl: a POST becomes a GET after 301 and 302,
   * unless the user chose the method; every method but HEAD becomes a GET after 303 (RFC 9110,
   * 15.4.4), even a chosen one: a PUT without its body would empty its target.
   */
  Request redirected(Request from, Address to, int status, Optional<Download.Range> range) {
    challenged = false;
    redirectedTo = Optional.of(to);
    referer = Optional.of(from.url()).filter(_ -> spec.refers());
    authorization =
        to.user().isPresent()
            ? to.user().flatMap(spec.identity()::basic)
            : knowsUser(to.url())
                ? spec.identity().authorization(to.url().host())
                : elsewhere(to.url());
    boolean loses =
        status == 303
            ? !from.method().equals("HEAD")
            : (status == 301 || status == 302) && from.method().equals("POST");
    boolean get = loses && (status == 303 || !spec.customMethod());
    String method = get ? "GET" : from.method();
    Optional<Content> content =
        loses || from.content().isEmpty() ? Optional.empty() : spec.content();
    return request(to.url(), method, content, range);
  }

  /** The server whose cookies are sent and collected. */
  Url named(Url url) {
    return isOrigin(url) ? spec.named(url) : url;
  }

  /** As in curl, the user in the URL is never meant for another server. */
  private boolean knowsUser(Url url) {
    return spec.identity().ofUrl() ? url.isSameOrigin(spec.address().url()) : isOrigin(url);
  }

  private boolean isOrigin(Url url) {
    return spec.identity().trusted() || url.isSameOrigin(spec.address().url());
  }

  private Request request(
      Url url, String method, Optional<Content> content, Optional<Download.Range> range) {
    List<Field> fields = new ArrayList<>();
    add(fields, "User-Agent", spec.userAgent());
    add(fields, "Accept", "*/*");
    if (spec.accepts().compressed()) {
      add(fields, "Accept-Encoding", Codings.ACCEPTED);
    }
    content.flatMap(Content::type).ifPresent(type -> add(fields, "Content-Type", type));
    authorization.ifPresent(value -> add(fields, "Authorization", value));
    addGiven(fields, isOrigin(url), content.isPresent());
    spec.cookies()
        .flatMap(jar -> jar.header(named(url), Instant.now()))
        .ifPresent(cookies -> addCookies(fields, cookies));
    referer.ifPresent(last -> {
      fields.removeIf(field -> field.isNamed("Referer"));
      if (url.secure() || !last.secure()) { // RFC 9110, 10.1.3
        add(fields, "Referer", last.toString());
      }
    });
    idempotencyKey.ifPresent(key -> set(fields, "Idempotency-Key", key));
    range.ifPresent(part -> {
      set(fields, "Range", "bytes=" + part.from() + "-");
      if (!part.version().isEmpty()) {
        set(fields, "If-Range", part.version());
      }
    });
    Optional<Content> body =
        content.isEmpty() && NEED_A_BODY.contains(method) ? Optional.of(EMPTY) : content;
    return new Request(
        method,
        url,
        new Fields(fields),
        body.map(given -> new Upload(given, spec.accepts().rate(), sent)));
  }

  /** A password of a secure server's chain of redirects is not sent in the clear. */
  private Optional<String> elsewhere(Url url) {
    return url.secure() || !spec.address().url().secure()
        ? spec.identity().authorizationElsewhere(url.host())
        : Optional.empty();
  }

  private static void add(List<Field> fields, String name, String value) {
    fields.add(new Field(name, value));
  }

  /** Those of the jar come before those of the user. */
  private static void addCookies(List<Field> fields, String cookies) {
    String given = new Fields(fields).first("Cookie").map(text -> "; " + text).orElse("");
    set(fields, "Cookie", cookies + given);
  }

  private static void set(List<Field> fields, String name, String value) {
    fields.removeIf(field -> field.isNamed(name));
    add(fields, name, value);
  }

  private void addGiven(List<Field> fields, boolean sameOrigin, boolean withBody) {
    // as in curl, a given header replaces a default one, and may be given twice
    spec.headers().forEach(line -> fields.removeIf(field -> field.isNamed(line.name())));
    for (HeaderLine line : spec.headers()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      boolean elsewhere = !sameOrigin && (CredentialHeaders.contain(name) || name.equals("host"));
      if (line.value().isPresent()
          && !elsewhere
          && !name.equals(Proxies.AUTHORIZATION)
          && (withBody || !OF_THE_BODY.contains(name) || spec.content().isEmpty())) {
        add(fields, line.name(), line.value().get());
      }
    }
  }
}
