package dev.resil.http.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;

/** Opens connections for other protocols than HTTP. */
public final class Connector {
  private Connector() {}

  /**
   * Connects to the first address of a host that answers.
   *
   * @param lifeline closes the connection
   */
  public static Socket connect(String host, int port, Lifeline lifeline) throws IOException {
    Dialer.resolveAnew();
    List<InetAddress> addresses = Routes.DIRECT.addresses(new Routes.Endpoint(host, port));
    Socket socket = new Race(addresses, port, new Unobserved(), lifeline).winner();
    if (isOwn(socket)) {
      lifeline.drop(socket);
      throw new ConnectException("Connection refused");
    }
    return socket;
  }

  /** Connects to a socket of this machine. */
  public static Socket connect(UnixSocket place, Lifeline lifeline) throws IOException {
    Socket socket = new BufferedSocket(new Unobserved().meter(), place);
    lifeline.add(socket);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  /**
   * The addresses of a host.
   *
   * @throws UnknownHostException if it has none
   */
  public static List<InetAddress> addresses(String host) throws UnknownHostException {
    Dialer.resolveAnew();
    return Routes.DIRECT.addresses(new Routes.Endpoint(host, 0));
  }

  /**
   * Whether a socket is connected to itself: without a server on this machine, TCP connects a
   * socket whose own port happens to be the one asked for.
   */
  private static boolean isOwn(Socket socket) {
    return socket.getRemoteSocketAddress().equals(socket.getLocalSocketAddress());
  }

  /** Nobody looks on. */
  private static final class Unobserved implements Observer {
    private final Meter meter = new Meter(System::nanoTime);

    @Override
    public Meter meter() {
      return meter;
    }

    @Override
    public void resolved() {}

    @Override
    public void connecting(InetSocketAddress address) {}

    @Override
    public void connected(InetSocketAddress address, InetSocketAddress local) {}

    @Override
    public void securing() {}

    @Override
    public void secured() {}

    @Override
    public void sending() {}

    @Override
    public void answering() {}
  }
}
