package dev.resil.http.wire;

import java.net.InetSocketAddress;

/** Is told of the stages of a request, in this order, by the thread that makes it. */
public interface Observer {
  /** Measures the traffic. */
  Meter meter();

  /** The name of the server or proxy was resolved. */
  void resolved();

  /** A connection begins. */
  void connecting(InetSocketAddress address);

  /**
   * The connection is established, with a tunnel if it needs one.
   *
   * @param address of the other end; its port is 0 if it has none
   * @param local of this end
   */
  void connected(InetSocketAddress address, InetSocketAddress local);

  /** A TLS handshake begins. */
  void securing();

  /** The TLS handshake is complete. */
  void secured();

  /** The request is about to be sent, over a new or an open connection. */
  void sending();

  /** The answer begins. */
  void answering();
}
