package dev.resil.http;

import dev.resil.http.wire.Routes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to reach the server, with time limits.
 *
 * @param timeout of an attempt, empty for none
 * @param connectTimeout of a connection including TLS, empty for none
 * @param hedge the delay after which a second request is sent if there is no answer
 * @param stall when a transfer is too slow, empty for never
 * @param redirects the most redirects to follow, empty to follow none
 * @param version of HTTP
 * @param tls trust and client certificate
 * @param proxies to use
 * @param routes where connections go instead of the URL's host
 */
public record ConnectionPolicy(
    Optional<Duration> timeout,
    Optional<Duration> connectTimeout,
    Optional<Duration> hedge,
    Optional<StallPolicy> stall,
    OptionalInt redirects,
    Version version,
    TlsPolicy tls,
    Proxies proxies,
    Routes routes) {
  /** The version of HTTP. */
  public enum Version {
    /** HTTP/2 if negotiated with TLS (ALPN), else HTTP/1.1. */
    NEGOTIATED,
    /** HTTP/1.1. */
    HTTP_1_1,
    /** HTTP/2 without negotiation. */
    HTTP_2_PRIOR_KNOWLEDGE
  }

  /** The same, with the login at proxies that a given Proxy-Authorization header has. */
  ConnectionPolicy authorizedBy(List<HeaderLine> headers) {
    return new ConnectionPolicy(
        timeout,
        connectTimeout,
        hedge,
        stall,
        redirects,
        version,
        tls,
        proxies.authorizedBy(headers),
        routes);
  }
}
