package dev.resil.http;

import java.util.Optional;

/**
 * How a request says on whose behalf it is made.
 *
 * @param token the token of Bearer authentication
 * @param user the user at the original server; takes precedence over {@code netrc}
 * @param ofUrl whether that user is the one in the URL, who is meant for its server alone
 * @param digest whether the password is sent as a digest (RFC 7616), once the server asks for it
 * @param trusted whether the targets of redirects get what the original server gets
 * @param netrc users by host, also those of redirects; as in curl, not beside a user who was given
 */
public record Identity(
    Optional<String> token,
    Optional<Credentials> user,
    boolean ofUrl,
    boolean digest,
    boolean trusted,
    Optional<Netrc> netrc) {
  /** No identity. */
  public static final Identity NONE =
      new Identity(Optional.empty(), Optional.empty(), false, false, false, Optional.empty());

  /** The value of the Authorization header for the original server; empty for none. */
  Optional<String> authorization(String host) {
    return token.map(text -> "Bearer " + text).or(() -> credentials(host).flatMap(this::basic));
  }

  /** The value of the Authorization header for the target of a redirect; empty for none. */
  Optional<String> authorizationElsewhere(String host) {
    return elsewhere(host).flatMap(this::basic);
  }

  /** The value of an Authorization header that needs no challenge. */
  Optional<String> basic(Credentials credentials) {
    return digest ? Optional.empty() : Optional.of(credentials.basic());
  }

  /** The user at the original server; empty for none. */
  Optional<Credentials> credentials(String host) {
    return user.or(() -> elsewhere(host));
  }

  /** The user at the target of a redirect; empty for none. */
  Optional<Credentials> elsewhere(String host) {
    return netrc.flatMap(file -> file.find(host, Optional.empty()));
  }
}
