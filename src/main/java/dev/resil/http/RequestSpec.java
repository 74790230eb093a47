package dev.resil.http;

import dev.resil.http.wire.Url;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The request as specified by the user.
 *
 * @param address its URL
 * @param method the method
 * @param customMethod whether the user chose the method, so that redirects keep it
 * @param refers whether a redirect gets the URL that led to it as its Referer
 * @param headers given by the user
 * @param content the body
 * @param identity the user
 * @param cookies the cookies to send and to collect, empty to collect none
 * @param accepts the bodies to accept
 * @param userAgent the default User-Agent
 */
public record RequestSpec(
    Address address,
    String method,
    boolean customMethod,
    boolean refers,
    List<HeaderLine> headers,
    Optional<Content> content,
    Identity identity,
    Optional<CookieJar> cookies,
    BodyPolicy accepts,
    String userAgent) {
  /** Copies the list. */
  public RequestSpec {
    headers = List.copyOf(headers);
  }

  /**
   * All parts that influence the answer: requests with equal fingerprints are equal to a server.
   *
   * @throws IOException if the body cannot be read
   */
  public List<String> fingerprint() throws IOException {
    List<String> words = new ArrayList<>(List.of(method, address.url().toString()));
    if (accepts.compressed()) {
      words.add("compressed");
    }
    headers.forEach(line -> words.add(line.toString()));
    words.add(identity.authorization(address.url().host()).orElse(""));
    cookies
        .flatMap(jar -> jar.header(named(address.url()), Instant.now()))
        .ifPresent(header -> words.add("cookies " + header));
    if (content.isPresent()) {
      words.add(content.get().type().orElse(""));
      words.add(content.get().sha256());
    }
    return words;
  }

  /** The value of a header given by the user. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> line.isNamed(name))
        .flatMap(line -> line.value().stream())
        .findFirst();
  }

  /**
   * The server whose cookies are meant: that of a Host header given by the user, as in curl.
   *
   * @param url of a request to the original server
   */
  Url named(Url url) {
    try {
      return header("Host").map(host -> url.at(host)).orElse(url);
    } catch (IllegalArgumentException e) {
      return url;
    }
  }

  boolean mentions(String name) {
    return headers.stream().anyMatch(line -> line.isNamed(name));
  }
}
