package dev.resil.http;

import java.util.Optional;

/**
 * How a request says on whose behalf it is made.
 *
 * @param token the token of Bearer authentication
 * @param user the user at the original server; takes precedence over {@code netrc}
 * @param netrc users by host, also those of redirects; as in curl, not beside a user who was given
 */
public record Identity(Optional<String> token, Optional<Credentials> user, Optional<Netrc> netrc) {
  /** No identity. */
  public static final Identity NONE =
      new Identity(Optional.empty(), Optional.empty(), Optional.empty());

  /** The value of the Authorization header for the original server; empty for none. */
  Optional<String> authorization(String host) {
    return token.map(text -> "Bearer " + text).or(() -> credentials(host).map(Credentials::basic));
  }

  /** The value of the Authorization header for the target of a redirect; empty for none. */
  Optional<String> authorizationElsewhere(String host) {
    return netrc.flatMap(file -> file.find(host, Optional.empty())).map(Credentials::basic);
  }

  private Optional<Credentials> credentials(String host) {
    return user.or(() -> netrc.flatMap(file -> file.find(host, Optional.empty())));
  }
}
