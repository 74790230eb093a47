package dev.resil.http.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A socket with a large read buffer, since TLS and HTTP/2 read a few bytes at a time, and with
 * TCP_NODELAY: otherwise the small packets of a handshake wait for acknowledgements, which takes 40
 * ms.
 */
final class BufferedSocket extends Socket {
  private static final int SIZE = 1 << 18;

  private InputStream buffered;

  BufferedSocket() throws IOException {
    setTcpNoDelay(true);
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (buffered == null) {
      buffered = new BufferedInputStream(super.getInputStream(), SIZE);
    }
    return buffered;
  }
}
