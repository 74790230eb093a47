package dev.resil.http;

import dev.resil.http.wire.Dialer;
import dev.resil.http.wire.Lifeline;
import dev.resil.http.wire.Link;
import dev.resil.http.wire.Observer;
import dev.resil.http.wire.Proxy;
import dev.resil.http.wire.Url;
import dev.resil.posix.RawEnvironment;
import dev.resil.tls.Tls;
import dev.resil.tls.TlsException;
import java.io.IOException;
import java.util.Optional;

/** Opens the connections of all attempts of a run, which share certificates and TLS sessions. */
final class Client implements Dialer.Means {
  private final ConnectionPolicy policy;
  private final Dialer dialer;
  private Optional<Tls> tls = Optional.empty();

  /**
   * A client.
   *
   * @param userAgent sent to a proxy that is asked for a tunnel
   */
  Client(ConnectionPolicy policy, String userAgent) {
    this.policy = policy;
    this.dialer =
        new Dialer(
            this,
            switch (policy.version()) {
              case NEGOTIATED -> Dialer.Versions.NEGOTIATED;
              case HTTP_1_1 -> Dialer.Versions.HTTP_1_1;
              case HTTP_2_PRIOR_KNOWLEDGE -> Dialer.Versions.HTTP_2;
            },
            policy.routes(),
            userAgent);
  }

  /** Opens a connection to the server of a URL, by way of the proxy for it. */
  Link dial(Url url, Observer observer, Lifeline lifeline) throws IOException {
    Optional<Proxy> proxy = policy.proxies().find(url).map(Proxies.Via::proxy);
    return dialer.dial(url, proxy, observer, lifeline);
  }

  /** The certificates and keys, which are read when they are first needed. */
  @Override
  public synchronized Tls tls() throws LocalFailureException {
    if (tls.isEmpty()) {
      try {
        tls =
            Optional.of(
                policy.tls().insecure()
                    ? Tls.insecure(policy.tls().files())
                    : Tls.of(policy.tls().files(), RawEnvironment::get));
      } catch (TlsException e) {
        throw new LocalFailureException(e.getMessage());
      }
    }
    return tls.get();
  }

  @Override
  public boolean verifiesNames() {
    return !policy.tls().insecure();
  }
}
