package dev.resil.http;

import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The destination of a request.
 *
 * @param url the URL without user
 * @param user the user in the URL
 */
public record Address(HttpUrl url, Optional<Credentials> user) {
  /**
   * Reads a URL as curl does: the default scheme is http.
   *
   * @throws IllegalArgumentException if it is invalid; the message says why
   */
  public static Address parse(String text) {
    int scheme = text.indexOf("://");
    String whole = scheme < 0 ? "http://" + text : text;
    String name = whole.substring(0, whole.indexOf("://")).toLowerCase(Locale.ROOT);
    if (!name.equals("http") && !name.equals("https")) {
      throw new IllegalArgumentException("must begin with http:// or https://");
    }
    HttpUrl url = HttpUrl.parse(whole);
    if (url == null) {
      throw new IllegalArgumentException("is not a URL; write it like https://host/path");
    }
    Optional<Credentials> user =
        url.username().isEmpty() && url.password().isEmpty()
            ? Optional.empty()
            : Optional.of(new Credentials(url.username(), url.password()));
    return new Address(url.newBuilder().username("").password("").fragment(null).build(), user);
  }

  /** The URL without possible secrets: no user, no query. */
  public String shown() {
    return shown(url);
  }

  static String shown(HttpUrl url) {
    return url.newBuilder().username("").password("").query(null).fragment(null).build().toString();
  }

  /** Host and port, the name used by {@code --breaker auto}. */
  public String hostAndPort() {
    return hostAndPort(url);
  }

  static String hostAndPort(HttpUrl url) {
    String host = url.host();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + url.port();
  }

  /** The last segment of the path, if not empty: the file name of {@code -O}. */
  public Optional<String> fileName() {
    return Optional.of(url.encodedPathSegments().getLast()).filter(name -> !name.isEmpty());
  }
}
