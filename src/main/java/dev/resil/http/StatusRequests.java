package dev.resil.http;

import dev.resil.http.wire.Routes;
import dev.resil.tls.TlsFiles;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Requests of which only the status matters, by HTTP/1.1, with the proxies and the authorities of
 * the environment.
 */
public final class StatusRequests {
  private final String userAgent;
  private final UnaryOperator<String> environment;
  private Optional<Client> client = Optional.empty();

  /**
   * Requests that share certificates and TLS sessions.
   *
   * @param environment looks up a variable, null if unset
   */
  public StatusRequests(String userAgent, UnaryOperator<String> environment) {
    this.userAgent = userAgent;
    this.environment = environment;
  }

  /**
   * A request: a GET, or a POST of a text.
   *
   * @param text the body, in UTF-8
   */
  public StatusRequest to(Address address, Optional<String> text) {
    return new StatusRequest(this::client, address, userAgent, text);
  }

  /** Set up for the first request, on its thread. */
  private synchronized Client client() throws LocalFailureException {
    if (client.isEmpty()) {
      client = Optional.of(new Client(policy(), userAgent));
    }
    return client.get();
  }

  private ConnectionPolicy policy() throws LocalFailureException {
    try {
      return new ConnectionPolicy(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          ConnectionPolicy.Version.HTTP_1_1,
          new TlsPolicy(false, TlsFiles.NONE),
          Proxies.of(Optional.empty(), Optional.empty(), environment),
          Routes.DIRECT);
    } catch (IllegalArgumentException e) {
      throw new LocalFailureException("http_proxy, https_proxy or all_proxy: " + e.getMessage());
    }
  }
}
