package dev.resil.http.wire;

import dev.resil.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** Opens connections for HTTP, by way of a proxy if there is one. */
public final class Dialer {
  private static final String H2 = "h2";
  private static final String HTTP_1_1 = "http/1.1";

  private final Means means;
  private final Versions versions;
  private final Routes routes;
  private final String userAgent;

  /** The versions of HTTP to speak. */
  public enum Versions {
    /** HTTP/2 if the server chooses it within TLS (ALPN), else HTTP/1.1. */
    NEGOTIATED,
    /** HTTP/1.1. */
    HTTP_1_1,
    /** HTTP/2 without negotiation. */
    HTTP_2
  }

  /** The means for TLS, set up when they are needed. */
  public interface Means {
    /** The certificates and keys. */
    Tls tls() throws IOException;

    /** Whether a server's certificate must be for its name. */
    boolean verifiesNames();
  }

  /**
   * A dialer.
   *
   * @param routes where connections go
   * @param userAgent sent to a proxy that is asked for a tunnel; may be empty
   */
  public Dialer(Means means, Versions versions, Routes routes, String userAgent) {
    this.means = means;
    this.routes = routes;
    this.versions = versions;
    this.userAgent = userAgent;
    resolveAnew();
  }

  /** Each attempt resolves names again. */
  static void resolveAnew() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /**
   * Opens a connection to the server of a URL.
   *
   * @throws ProxyException if the proxy cannot be reached, or refuses
   */
  public Link dial(Url url, Optional<Proxy> proxy, Observer observer, Lifeline lifeline)
      throws IOException {
    BufferedSocket socket = reach(url, proxy, observer, lifeline);
    Url place = place(url);
    boolean detour = !place.equals(url);
    Runnable closing = () -> lifeline.drop(socket);
    try {
      if (proxy.isPresent() && proxy.get().socks()) {
        Socks.open(socket, proxy.get(), place);
      } else if (proxy.isPresent() && (url.secure() || detour)) {
        Tunnel.open(socket, proxy.get(), place, userAgent);
      }
      observer.connected(
          (InetSocketAddress) socket.getRemoteSocketAddress(),
          (InetSocketAddress) socket.getLocalSocketAddress());
      if (!url.secure()) {
        boolean absolute = proxy.isPresent() && !proxy.get().socks() && !detour;
        return versions == Versions.HTTP_2
            ? http2(socket, socket, closing, url)
            : new Http1(socket, closing, absolute, proxy.flatMap(Proxy::login));
      }
      observer.securing();
      SSLSocket secured = secure(socket, url);
      observer.secured();
      return H2.equals(secured.getApplicationProtocol()) || versions == Versions.HTTP_2
          ? http2(socket, secured, closing, url)
          : new Http1(secured, closing, false, Optional.empty());
    } catch (IOException | RuntimeException e) {
      closing.run();
      throw e;
    }
  }

  /** Where a proxy is asked to connect to: as in curl, a detour makes it open a tunnel. */
  private Url place(Url url) {
    Routes.Endpoint to = routes.detour(url.host(), url.port());
    return new Url(url.secure(), url.userInfo(), to.host(), to.port(), url.target());
  }

  /** HTTP/2 reads its frames ahead, so that only the traffic of its streams says anything. */
  private static Http2 http2(BufferedSocket below, Socket socket, Runnable closing, Url url)
      throws IOException {
    below.stopMetering();
    return new Http2(socket, closing, url);
  }

  private BufferedSocket reach(Url url, Optional<Proxy> proxy, Observer observer, Lifeline lifeline)
      throws IOException {
    if (routes.unixSocket().isPresent()) {
      return local(routes.unixSocket().get(), observer, lifeline);
    }
    Routes.Endpoint endpoint =
        proxy
            .map(via -> new Routes.Endpoint(via.host(), via.port()))
            .orElseGet(() -> routes.detour(url.host(), url.port()));
    List<InetAddress> addresses;
    try {
      addresses = routes.addresses(endpoint);
    } catch (UnknownHostException e) {
      throw proxy.isPresent() ? ProxyException.unknown(proxy.get()) : e;
    }
    observer.resolved();
    try {
      return new Race(addresses, endpoint.port(), observer, lifeline).winner();
    } catch (IOException e) {
      throw proxy.isPresent() ? ProxyException.unreachable(proxy.get(), e.getMessage()) : e;
    }
  }

  private static BufferedSocket local(UnixSocket place, Observer observer, Lifeline lifeline)
      throws IOException {
    observer.resolved();
    BufferedSocket socket = new BufferedSocket(observer.meter(), place);
    lifeline.add(socket);
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket;
    } catch (IOException e) {
      lifeline.drop(socket);
      throw e;
    }
  }

  private SSLSocket secure(Socket socket, Url url) throws IOException {
    return Securing.of(
        means.tls(), socket, withoutEnd(url), url.port(), protocols(), means.verifiesNames());
  }

  /** The name in a certificate: without the dot of an absolute name, or an address's zone. */
  private static String withoutEnd(Url url) {
    String host = url.isIpv6() ? url.host().split("%", 2)[0] : url.host();
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private List<String> protocols() {
    return switch (versions) {
      case NEGOTIATED -> List.of(H2, HTTP_1_1);
      case HTTP_1_1 -> List.of(HTTP_1_1);
      case HTTP_2 -> List.of(H2);
    };
  }
}
