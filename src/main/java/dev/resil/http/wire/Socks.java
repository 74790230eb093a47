package dev.resil.http.wire;

import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A connection through a SOCKS 5 proxy (RFC 1928), with a user and a password (RFC 1929). */
final class Socks {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int WITH_PASSWORD = 2;
  private static final String[] REASONS = {
    "general failure",
    "not allowed by its rules",
    "network unreachable",
    "host unreachable",
    "connection refused",
    "TTL expired",
    "command not supported",
    "address type not supported",
  };

  private final Socket socket;
  private final InputStream in;
  private final Proxy proxy;

  private Socks(Socket socket, Proxy proxy) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.proxy = proxy;
  }

  /**
   * Asks for a connection to the server of a URL, whose name the proxy resolves.
   *
   * @throws ProxyException if the proxy refuses
   */
  static void open(Socket socket, Proxy proxy, Url url) throws IOException {
    Socks socks = new Socks(socket, proxy);
    try {
      socks.greet();
      socks.connect(url);
    } catch (SocketException e) {
      throw socks.failed("closed the connection: " + e.getMessage());
    }
  }

  private ProxyException failed(String reason) {
    return ProxyException.failed(proxy, reason);
  }

  private void greet() throws IOException {
    boolean login = proxy.login().isPresent();
    send(
        login
            ? new byte[] {VERSION, 2, NO_LOGIN, WITH_PASSWORD}
            : new byte[] {VERSION, 1, NO_LOGIN});
    byte[] answer = receive(2);
    if (answer[0] != VERSION) {
      throw failed("does not speak SOCKS 5");
    } else if (answer[1] == WITH_PASSWORD && login) {
      logIn(proxy.login().get());
    } else if (answer[1] != NO_LOGIN) {
      throw failed(login ? "does not accept a password" : "needs a user and a password");
    }
  }

  private void logIn(Proxy.Login login) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1);
    text(message, login.user());
    text(message, login.password());
    send(message.toByteArray());
    if (receive(2)[1] != 0) {
      throw failed("refused the user and password");
    }
  }

  private void text(ByteArrayOutputStream message, String text) throws ProxyException {
    byte[] bytes = RawText.encode(text);
    if (bytes.length > 255) {
      throw failed("cannot be used: a name, user or password is longer than 255 bytes");
    }
    message.write(bytes.length);
    message.writeBytes(bytes);
  }

  private void connect(Url url) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {VERSION, 1, 0});
    String host = url.host();
    boolean address = url.isIpv6() || Ipv4.normal(host).isPresent();
    if (address) {
      byte[] bytes = InetAddress.getByName(host).getAddress();
      message.write(bytes.length == 4 ? 1 : 4);
      message.writeBytes(bytes);
    } else {
      message.write(3);
      text(message, host);
    }
    message.write(url.port() >> 8);
    message.write(url.port());
    send(message.toByteArray());
    byte[] answer = receive(4);
    int code = answer[1] & 0xff;
    if (code != 0) {
      throw failed(
          "cannot reach %s: %s"
              .formatted(
                  url.hostAndPort(), code <= REASONS.length ? REASONS[code - 1] : "code " + code));
    }
    int length =
        switch (answer[3]) {
          case 1 -> 4;
          case 3 -> receive(1)[0] & 0xff;
          case 4 -> 16;
          default -> throw failed("sent an invalid answer");
        };
    receive(length + 2);
  }

  private void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private byte[] receive(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw failed("closed the connection");
    }
    return bytes;
  }
}
