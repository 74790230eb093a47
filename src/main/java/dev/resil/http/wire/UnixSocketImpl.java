package dev.resil.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** The part of a {@link java.net.Socket} that the JDK lacks: a connection to a Unix socket. */
final class UnixSocketImpl extends SocketImpl {
  private final UnixSocket place;
  private final SocketChannel channel;
  private volatile int timeoutMillis;

  UnixSocketImpl(UnixSocket place) throws IOException {
    this.place = place;
    this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    this.address = InetAddress.getLoopbackAddress();
  }

  @Override
  protected void create(boolean stream) {
    // it was opened with its channel
  }

  /** Connects to the Unix socket, whatever the address is. */
  @Override
  protected void connect(SocketAddress ignored, int timeout) throws IOException {
    try {
      channel.connect(UnixDomainSocketAddress.of(place.path()));
    } catch (IOException e) {
      ConnectException failure = new ConnectException(place.shown() + ": " + e.getMessage());
      failure.setStackTrace(e.getStackTrace());
      throw failure;
    }
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    throw new SocketException("not supported");
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    throw new SocketException("not supported");
  }

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    throw new SocketException("not supported");
  }

  @Override
  protected void listen(int backlog) throws IOException {
    throw new SocketException("not supported");
  }

  @Override
  protected void accept(SocketImpl socket) throws IOException {
    throw new SocketException("not supported");
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    throw new SocketException("not supported");
  }

  @Override
  protected int available() {
    return 0;
  }

  @Override
  protected void close() throws IOException {
    channel.close();
  }

  @Override
  protected void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  protected void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /** All others are about TCP. */
  @Override
  public void setOption(int option, Object value) {
    if (option == SocketOptions.SO_TIMEOUT) {
      timeoutMillis = (Integer) value;
    }
  }

  @Override
  public Object getOption(int option) {
    return option == SocketOptions.SO_TIMEOUT ? timeoutMillis : (Object) false;
  }

  @Override
  protected InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (timeoutMillis > 0) {
          await(timeoutMillis);
        }
        return channel.read(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  private void await(int millis) throws IOException {
    try (Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      if (selector.select(millis) == 0) {
        throw new SocketTimeoutException("no data within " + millis + " ms");
      }
    } finally {
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }

  @Override
  protected OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    };
  }
}
