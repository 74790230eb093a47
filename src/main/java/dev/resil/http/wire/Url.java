package dev.resil.http.wire;

import dev.resil.text.RawText;
import java.util.Optional;

/**
 * An absolute http or https URL (RFC 3986), read as curl reads it: nothing of the path and the
 * query is changed, except dot segments and what a request line cannot carry. All texts are {@link
 * RawText}, so that any byte of a command line or a header survives.
 *
 * @param secure whether the scheme is https
 * @param userInfo the user and password as written, percent-encoded
 * @param host a name in lower case (ASCII), or an address; without brackets, with an IPv6 zone
 * @param port 1–65535
 * @param target the path, which begins with a slash, and the query: what a request line carries
 */
public record Url(boolean secure, Optional<String> userInfo, String host, int port, String target) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * Reads a URL from a command line; without a scheme it is http.
   *
   * @throws IllegalArgumentException if it is invalid; the message says why, and shows nothing of
   *     it
   */
  public static Url parse(String text) {
    return UrlReader.parse(text);
  }

  /**
   * The target of a reference (RFC 3986, 5.2), such as a Location. Bytes that a URL cannot contain
   * are percent-encoded, as curl does.
   *
   * @throws IllegalArgumentException if it is invalid or has another scheme
   */
  public Url resolve(String reference) {
    return UrlReader.resolve(this, reference);
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return secure ? "https" : "http";
  }

  /** The host as in a Host header: an IPv6 address in brackets, without its zone. */
  public String hostText() {
    int zone = host.indexOf('%');
    return isIpv6() ? "[" + (zone < 0 ? host : host.substring(0, zone)) + "]" : host;
  }

  /** Whether the host is an IPv6 address. */
  public boolean isIpv6() {
    return host.indexOf(':') >= 0;
  }

  /** Host and port, without the default port: the value of a Host header. */
  public String authority() {
    return port == defaultPort(secure) ? hostText() : hostAndPort();
  }

  /** Host and port. */
  public String hostAndPort() {
    return hostText() + ":" + port;
  }

  static int defaultPort(boolean secure) {
    return secure ? HTTPS : HTTP;
  }

  /** The path, without the query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query, without its question mark; empty if there is no question mark. */
  public Optional<String> query() {
    int query = target.indexOf('?');
    return query < 0 ? Optional.empty() : Optional.of(target.substring(query + 1));
  }

  /** This URL with something added to its query; what a query cannot contain is encoded. */
  public Url withAddedQuery(String added) {
    String before = query().filter(query -> !query.isEmpty()).map(query -> query + "&").orElse("");
    return withTarget(path() + "?" + before + UrlReader.encodedQuery(added));
  }

  /**
   * This URL at another host.
   *
   * @param host with a port, if it is not the default one
   * @throws IllegalArgumentException if it is invalid
   */
  public Url at(String host) {
    Url other = UrlReader.parse(scheme() + "://" + host);
    return new Url(secure, userInfo, other.host, other.port, target);
  }

  /** This URL with another path and query, which a request line can carry. */
  public Url withTarget(String other) {
    return new Url(secure, userInfo, host, port, other);
  }

  /** This URL without user and password. */
  public Url withoutUser() {
    return new Url(secure, Optional.empty(), host, port, target);
  }

  /** Whether another URL has the same scheme, host and port. */
  public boolean isSameOrigin(Url other) {
    return secure == other.secure && host.equals(other.host) && port == other.port;
  }

  /** The text that percent-encoded bytes stand for; other percent signs stay. */
  public static String decoded(String text) {
    return UrlReader.decoded(text);
  }

  /** The user, and the password if there is a colon, both decoded. */
  public Optional<String> decodedUser() {
    return userInfo.map(info -> UrlReader.decoded(info.split(":", 2)[0]));
  }

  /** The password, decoded; empty if there is none. */
  public Optional<String> decodedPassword() {
    return userInfo
        .filter(info -> info.contains(":"))
        .map(info -> UrlReader.decoded(info.substring(info.indexOf(':') + 1)));
  }

  /** This URL without its query, for messages. */
  public String shown() {
    return scheme() + "://" + authority() + path();
  }

  /** The URL without user and password. */
  @Override
  public String toString() {
    return scheme() + "://" + authority() + target;
  }
}
