package dev.resil.wait;

import java.util.OptionalInt;

/**
 * A host and a port.
 *
 * @param host a name or an address, without brackets
 */
public record Endpoint(String host, int port) {
  private static final int MAX_PORT = 0xffff;

  /**
   * Reads {@code HOST:PORT} or {@code [ADDRESS]:PORT}.
   *
   * @param usual the port if none is given; empty if one is required
   * @throws IllegalArgumentException if it is something else
   */
  static Endpoint parse(String text, OptionalInt usual) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':', Math.max(bracket, 0));
    String host =
        bracket > 0
            ? text.substring(1, bracket)
            : text.substring(0, colon < 0 ? text.length() : colon);
    String rest = bracket > 0 ? text.substring(bracket + 1) : text.substring(host.length());
    boolean several = bracket < 0 && text.indexOf(':') != text.lastIndexOf(':');
    if (several) {
      throw new IllegalArgumentException("write an IPv6 address in brackets, as in [::1]:80");
    }
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
      throw new IllegalArgumentException("has no host; write it as HOST:PORT");
    }
    if (rest.isEmpty() && usual.isPresent()) {
      return new Endpoint(host, usual.getAsInt());
    }
    return new Endpoint(host, port(rest));
  }

  private static int port(String rest) {
    if (rest.matches(":[0-9]{1,5}")) {
      int port = Integer.parseInt(rest.substring(1));
      if (port >= 1 && port <= MAX_PORT) {
        return port;
      }
    }
    throw new IllegalArgumentException("needs a port from 1 to 65535; write it as HOST:PORT");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
