package dev.resil.http;

import dev.resil.http.wire.Url;
import java.util.Optional;

/**
 * The destination of a request.
 *
 * @param url the URL without user
 * @param user the user in the URL
 */
public record Address(Url url, Optional<Credentials> user) {
  /**
   * Reads a URL as curl does: the default scheme is http.
   *
   * @throws IllegalArgumentException if it is invalid; the message says why
   */
  public static Address parse(String text) {
    return of(Url.parse(text));
  }

  static Address of(Url url) {
    Optional<Credentials> user =
        url.userInfo()
            .filter(info -> !info.isEmpty() && !info.equals(":"))
            .map(_ ->
                new Credentials(url.decodedUser().orElse(""), url.decodedPassword().orElse("")));
    return new Address(url.withoutUser(), user);
  }

  /** The URL without possible secrets: no user, no query. */
  public String shown() {
    return url.shown();
  }

  /** Host and port, the name used by {@code --breaker auto}. */
  public String hostAndPort() {
    return url.hostAndPort();
  }

  /** The last segment of the path, if not empty: the file name of {@code -O}. */
  public Optional<String> fileName() {
    String path = url.path();
    return Optional.of(path.substring(path.lastIndexOf('/') + 1)).filter(name -> !name.isEmpty());
  }

  /** This address with something added to its query. */
  public Address withAddedQuery(String added) {
    return new Address(url.withAddedQuery(added), user);
  }

  /** This address with another path and query. */
  public Address withTarget(String target) {
    return new Address(url.withTarget(target), user);
  }
}
