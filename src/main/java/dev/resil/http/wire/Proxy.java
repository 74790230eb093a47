package dev.resil.http.wire;

import java.util.Optional;

/**
 * A proxy.
 *
 * @param host its name or address, without brackets
 * @param port its port
 * @param socks whether it is a SOCKS 5 proxy, not HTTP
 * @param login sent to it
 */
public record Proxy(String host, int port, boolean socks, Optional<Login> login) {
  /**
   * A user and a password as {@link dev.resil.text.RawText}.
   *
   * @param basic both as the value of a Proxy-Authorization header
   */
  public record Login(String user, String password, String basic) {
    @Override
    public String toString() {
      return "Login[***]";
    }
  }

  String hostAndPort() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
