package dev.resil.http.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Connects to the first of a host's addresses that answers (RFC 8305, Happy Eyeballs): each next
 * one is tried when the one before failed, or has not answered for 250 ms.
 */
final class Race {
  private static final long HEAD_START_MILLIS = 250;

  private final List<InetAddress> addresses;
  private final int port;
  private final Observer observer;
  private final Lifeline lifeline;

  /** What became of the connections, in the order in which they ended. */
  private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

  private record End(BufferedSocket socket, Optional<IOException> failure) {}

  Race(List<InetAddress> addresses, int port, Observer observer, Lifeline lifeline) {
    this.addresses = alternating(addresses);
    this.port = port;
    this.observer = observer;
    this.lifeline = lifeline;
  }

  /** IPv6 first, then in turn (RFC 8305, 4). */
  static List<InetAddress> alternating(List<InetAddress> addresses) {
    List<InetAddress> six = new ArrayList<>(addresses);
    six.removeIf(address -> address instanceof java.net.Inet4Address);
    List<InetAddress> four = new ArrayList<>(addresses);
    four.removeAll(six);
    List<InetAddress> all = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      if (i < six.size()) {
        all.add(six.get(i));
      }
      if (i < four.size()) {
        all.add(four.get(i));
      }
    }
    return all;
  }

  /** The first connection. */
  BufferedSocket winner() throws IOException {
    if (addresses.size() == 1) {
      return connect(socket(), addresses.getFirst());
    }
    List<BufferedSocket> running = new ArrayList<>();
    Optional<IOException> failure = Optional.empty();
    int started = 0;
    try {
      while (started < addresses.size() || !running.isEmpty()) {
        if (started < addresses.size()) {
          running.add(start(addresses.get(started++)));
        }
        Optional<End> end = next(started < addresses.size());
        while (end.isPresent()) {
          running.remove(end.get().socket());
          if (end.get().failure().isEmpty()) {
            return end.get().socket();
          }
          failure = failure.isPresent() ? failure : end.get().failure();
          end = Optional.ofNullable(ends.poll());
        }
      }
    } finally {
      running.forEach(lifeline::drop);
    }
    throw failure.orElseGet(() -> new ConnectException("no address"));
  }

  private Optional<End> next(boolean others) throws InterruptedIOException {
    try {
      return Optional.ofNullable(
          others ? ends.poll(HEAD_START_MILLIS, TimeUnit.MILLISECONDS) : ends.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private BufferedSocket socket() throws IOException {
    BufferedSocket socket = new BufferedSocket(observer.meter());
    lifeline.add(socket);
    return socket;
  }

  private BufferedSocket start(InetAddress address) throws IOException {
    BufferedSocket socket = socket();
    Thread thread =
        new Thread(
            () -> {
              try {
                connect(socket, address);
                ends.add(new End(socket, Optional.empty()));
              } catch (IOException e) {
                ends.add(new End(socket, Optional.of(e)));
              }
            },
            "connect");
    thread.setDaemon(true);
    thread.start();
    return socket;
  }

  private BufferedSocket connect(BufferedSocket socket, InetAddress address) throws IOException {
    InetSocketAddress place = new InetSocketAddress(address, port);
    observer.connecting(place);
    try {
      socket.connect(place);
      return socket;
    } catch (IOException e) {
      lifeline.drop(socket);
      throw e;
    }
  }
}
