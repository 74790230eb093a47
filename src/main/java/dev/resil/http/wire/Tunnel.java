package dev.resil.http.wire;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;

/** A tunnel through an HTTP proxy (RFC 9110, 9.3.6). */
final class Tunnel {
  private Tunnel() {}

  /**
   * Asks for a tunnel to the server of a URL.
   *
   * @throws ProxyException if the proxy refuses
   */
  static void open(Socket socket, Proxy proxy, Url url, String userAgent) throws IOException {
    Fields fields = Fields.of("Host", url.hostAndPort());
    if (proxy.login().isPresent()) {
      fields = fields.with("Proxy-Authorization", proxy.login().get().basic());
    }
    if (!userAgent.isEmpty()) {
      fields = fields.with("User-Agent", userAgent);
    }
    Url place = new Url(url.secure(), Optional.empty(), url.host(), url.port(), url.hostAndPort());
    Head answer;
    try {
      Request request = new Request("CONNECT", place, fields, Optional.empty());
      socket.getOutputStream().write(RequestWriter.head(request, false));
      // read byte by byte, since the tunnel begins right after the head
      answer = HeadReader.read(socket.getInputStream());
      while (answer.isInterim()) {
        answer = HeadReader.read(socket.getInputStream());
      }
    } catch (WireException e) {
      throw ProxyException.failed(proxy, "failed: " + e.getMessage().replace("server", "proxy"));
    } catch (SocketException e) {
      throw ProxyException.failed(proxy, "closed the connection: " + e.getMessage());
    }
    if (answer.status() < 200 || answer.status() >= 300) {
      throw ProxyException.refused(url, answer.status());
    }
  }
}
