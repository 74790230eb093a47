package dev.resil.http.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A socket with a large read buffer, since TLS and HTTP/2 read a few bytes at a time, and with
 * TCP_NODELAY: otherwise the small packets of a handshake wait for acknowledgements, which takes 40
 * ms. Its traffic is metered.
 */
final class BufferedSocket extends Socket {
  private static final int SIZE = 1 << 18;

  private final Meter meter;
  private volatile boolean metered = true;
  private InputStream buffered;
  private OutputStream out;

  BufferedSocket(Meter meter) throws IOException {
    this.meter = meter;
    setTcpNoDelay(true);
  }

  /** A socket that connects to a Unix socket. */
  BufferedSocket(Meter meter, UnixSocket place) throws IOException {
    super(new UnixSocketImpl(place));
    this.meter = meter;
  }

  /** Leaves the metering to the user of the socket, who has streams of its own. */
  void stopMetering() {
    metered = false;
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (buffered == null) {
      buffered =
          new BufferedInputStream(Metered.in(super.getInputStream(), meter, () -> metered), SIZE);
    }
    return buffered;
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = Metered.out(super.getOutputStream(), meter, () -> metered);
    }
    return out;
  }
}
