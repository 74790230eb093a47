package dev.resil.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets with a large read buffer, since OkHttp reads 8 KiB at a time, and with TCP_NODELAY:
 * otherwise the small packets of a handshake wait for acknowledgements, which takes 40 ms.
 */
final class BufferedSockets extends SocketFactory {
  private static final int BUFFER = 1 << 18;

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new BufferedSocket();
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }

  /** A socket with a buffer of its own. */
  private static final class BufferedSocket extends Socket {
    private InputStream buffered;

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (buffered == null) {
        buffered = new BufferedInputStream(super.getInputStream(), BUFFER);
      }
      return buffered;
    }
  }
}
