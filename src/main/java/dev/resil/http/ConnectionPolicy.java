package dev.resil.http;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the server is reached, and how long that may take.
 *
 * @param timeout of an attempt, empty for none
 * @param connectTimeout until the connection is up and secure, empty for none
 * @param hedge a second request follows where the first has no answer by then
 * @param redirects how many redirects are followed, empty for none at all
 * @param version which HTTP is spoken
 * @param tls whom to trust
 * @param proxies the way there
 */
public record ConnectionPolicy(
    Optional<Duration> timeout,
    Optional<Duration> connectTimeout,
    Optional<Duration> hedge,
    OptionalInt redirects,
    Version version,
    TlsPolicy tls,
    Proxies proxies) {
  /** Which HTTP is spoken. */
  public enum Version {
    /** HTTP/2 where a server with TLS agrees (ALPN), else HTTP/1.1. */
    NEGOTIATED,
    /** HTTP/1.1. */
    HTTP_1_1,
    /** HTTP/2 at once, without asking. */
    HTTP_2_PRIOR_KNOWLEDGE
  }
}
