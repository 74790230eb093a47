package dev.resil.http.wire;

import java.io.IOException;
import java.util.OptionalInt;

/** A proxy cannot be reached, or refuses. The message names the proxy. */
public final class ProxyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean unknownName;
  private final int status;

  private ProxyException(String message, boolean unknownName, int status) {
    super(message);
    this.unknownName = unknownName;
    this.status = status;
  }

  static ProxyException unknown(Proxy proxy) {
    return new ProxyException("cannot resolve the proxy " + proxy.host(), true, 0);
  }

  static ProxyException unreachable(Proxy proxy, String reason) {
    return new ProxyException(
        "cannot connect to the proxy " + proxy.hostAndPort() + ": " + reason, false, 0);
  }

  static ProxyException failed(Proxy proxy, String reason) {
    return new ProxyException("the proxy " + proxy.hostAndPort() + " " + reason, false, 0);
  }

  static ProxyException refused(Url url, int status) {
    return new ProxyException(
        "the proxy refused a tunnel to %s: status %d".formatted(url.hostAndPort(), status),
        false,
        status);
  }

  /** Whether its name could not be resolved. */
  public boolean isUnknownName() {
    return unknownName;
  }

  /** The status with which it refused a tunnel. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
