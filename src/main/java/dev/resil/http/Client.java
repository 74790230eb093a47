package dev.resil.http;

import dev.resil.http.wire.Url;
import dev.resil.posix.RawEnvironment;
import dev.resil.tls.Tls;
import dev.resil.tls.TlsException;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp without any behaviour of its own: no redirects, no retries, no cookies. */
final class Client {
  private static final String RETRY_AFTER = "Retry-After";
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  /** The challenge with which OkHttp asks for credentials before it opens a tunnel. */
  private static final String PREEMPTIVE = "OkHttp-Preemptive";

  private static final int SHORT = 1 << 16;

  private Client() {}

  /**
   * A client.
   *
   * @param secure whether TLS may be needed, for which certificates are read from files
   */
  static OkHttpClient of(ConnectionPolicy policy, boolean secure) throws LocalFailureException {
    forgetNames();
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .socketFactory(new BufferedSockets())
            .eventListenerFactory(call -> call.request().tag(Timeline.class))
            .proxySelector(new Selector(policy.proxies()))
            .proxyAuthenticator(tunnelAuthenticator(policy.proxies()))
            .protocols(protocols(policy.version()))
            .addNetworkInterceptor(chain -> untouched(chain, policy.proxies()));
    if (secure) {
      Tls tls = tls(policy.tls());
      builder.sslSocketFactory(tls.sockets(), tls.trust());
    } else {
      builder.connectionSpecs(
          List.of(ConnectionSpec.CLEARTEXT)); // otherwise OkHttp initialises TLS
    }
    if (policy.tls().insecure()) {
      builder.hostnameVerifier((host, session) -> true);
    }
    return builder.build();
  }

  private static Tls tls(TlsPolicy policy) throws LocalFailureException {
    try {
      return policy.insecure()
          ? Tls.insecure(policy.files())
          : Tls.of(policy.files(), RawEnvironment::get);
    } catch (TlsException e) {
      throw new LocalFailureException(e.getMessage());
    }
  }

  /** Disables the name cache, so that each attempt resolves the name again. */
  private static void forgetNames() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private static List<Protocol> protocols(ConnectionPolicy.Version version) {
    return switch (version) {
      case NEGOTIATED -> List.of(Protocol.HTTP_2, Protocol.HTTP_1_1);
      case HTTP_1_1 -> List.of(Protocol.HTTP_1_1);
      case HTTP_2_PRIOR_KNOWLEDGE -> List.of(Protocol.H2_PRIOR_KNOWLEDGE);
    };
  }

  /**
   * Removes headers added by OkHttp, and Retry-After, which makes it repeat a request by itself.
   */
  private static Response untouched(Interceptor.Chain chain, Proxies proxies) throws IOException {
    Request request = chain.request();
    Wish wish = request.tag(Wish.class);
    Request.Builder asked = request.newBuilder().removeHeader("Connection");
    wish.connection().ifPresent(value -> asked.header("Connection", value));
    if (!wish.acceptsEncoding()) {
      asked.removeHeader("Accept-Encoding");
    }
    if (!wish.userAgent()) {
      asked.removeHeader("User-Agent");
    }
    if (!request.url().isHttps() && request.header(PROXY_AUTHORIZATION) == null) {
      // without a tunnel, the proxy gets the credentials with the request, as from curl
      proxies
          .find(Url.parse(request.url().toString()))
          .filter(via -> !via.socks())
          .flatMap(Proxies.Via::user)
          .ifPresent(user -> asked.header(PROXY_AUTHORIZATION, user.basic()));
    }
    chain.connection().socket().setTcpNoDelay(isShort(request));
    Response response = chain.proceed(asked.build());
    request.tag(Timeline.class).received(response.headers());
    return response.newBuilder().removeHeader(RETRY_AFTER).build();
  }

  /** Whether to send at once; long bodies are better sent in full packets. */
  private static boolean isShort(Request request) throws IOException {
    long length = request.body() == null ? 0 : request.body().contentLength();
    return length >= 0 && length <= SHORT;
  }

  /**
   * The user's choice for headers that OkHttp would set.
   *
   * @param connection the Connection header's value
   * @param acceptsEncoding whether an Accept-Encoding header is sent
   * @param userAgent whether a User-Agent header is sent
   */
  record Wish(Optional<String> connection, boolean acceptsEncoding, boolean userAgent) {}

  /** Sends credentials when a tunnel is opened; a proxy that refuses them is not asked again. */
  private static Authenticator tunnelAuthenticator(Proxies proxies) {
    return (route, response) -> {
      Optional<Credentials> user =
          proxies.find(Url.parse(response.request().url().toString())).flatMap(Proxies.Via::user);
      boolean before =
          response.challenges().stream()
              .anyMatch(challenge -> challenge.scheme().equalsIgnoreCase(PREEMPTIVE));
      return user.isPresent() && before
          ? response.request().newBuilder().header(PROXY_AUTHORIZATION, user.get().basic()).build()
          : null;
    };
  }

  /** The proxies of the policy. */
  private static final class Selector extends ProxySelector {
    private final Proxies proxies;

    Selector(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(
          proxies.find(Url.parse(uri.toString())).map(Proxies.Via::proxy).orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // there is no other proxy to try
    }
  }
}
