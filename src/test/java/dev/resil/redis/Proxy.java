package dev.resil.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy between a client and a server that simulates faults of networks in the answers. It counts
 * round trips: answers to data sent after the previous answer, which the client was still waiting
 * for.
 */
public final class Proxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Fault fault;
  private final AtomicInteger roundTrips = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  /** A fault in the answers. */
  public sealed interface Fault {
    /** No fault. */
    record None() implements Fault {}

    /** They arrive late. */
    record Delay(Duration time) implements Fault {}

    /** The first one arrives, and the others once the client has left. */
    record OnlyFirst() implements Fault {}

    /** They never arrive. */
    record Hang() implements Fault {}

    /** The connection is closed after a number of bytes. */
    record Cut(int bytes) implements Fault {}

    /** They are replaced; the server is not called. */
    record Answer(String text) implements Fault {}

    /** They are replaced, and the connection is closed; the server is not called. */
    record Last(String text) implements Fault {}

    /** They arrive a byte at a time, with a pause before each. */
    record Drip(Duration pause) implements Fault {}
  }

  /** A proxy before a port of this machine. */
  public Proxy(int target, Fault fault) {
    this.target = target;
    this.fault = fault;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread.ofPlatform().daemon().start(work);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        connections.incrementAndGet();
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (fault instanceof Fault.Answer(String text)) {
        client.getInputStream().read(new byte[1]);
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
        client.getInputStream().readAllBytes();
        return;
      }
      if (fault instanceof Fault.Last(String text)) {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
        client.getInputStream().readAllBytes();
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        server.setTcpNoDelay(true);
        CountDownLatch left = new CountDownLatch(1);
        daemon(() -> forward(client, server, left));
        answer(server.getInputStream(), client.getOutputStream(), left);
      }
    } catch (IOException e) {
      // one of them closed
    }
  }

  private void forward(Socket client, Socket server, CountDownLatch left) {
    byte[] buffer = new byte[1 << 16];
    try {
      int n;
      while ((n = client.getInputStream().read(buffer)) >= 0) {
        server.getOutputStream().write(buffer, 0, n);
        server.getOutputStream().flush();
      }
      left.countDown();
      server.shutdownOutput();
    } catch (IOException e) {
      left.countDown(); // one of them closed
    }
  }

  private void answer(InputStream from, OutputStream to, CountDownLatch left) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int bytesLeft = fault instanceof Fault.Cut(int bytes) ? bytes : Integer.MAX_VALUE;
    int n;
    while ((n = from.read(buffer)) >= 0) {
      switch (fault) {
        case Fault.Delay(Duration time) -> sleep(time);
        case Fault.OnlyFirst _ -> {
          if (roundTrips.get() > 0) {
            await(left);
          }
        }
        case Fault.Hang _ -> sleep(Duration.ofDays(1));
        case Fault.Drip(Duration pause) -> {
          roundTrips.incrementAndGet();
          for (int i = 0; i < n; i++) {
            sleep(pause);
            to.write(buffer, i, 1);
            to.flush();
          }
          continue;
        }
        case Fault.None _, Fault.Cut _, Fault.Answer _, Fault.Last _ -> {}
      }
      if (left.getCount() > 0) {
        roundTrips.incrementAndGet();
      }
      to.write(buffer, 0, Math.min(n, bytesLeft));
      to.flush();
      bytesLeft -= n;
      if (bytesLeft <= 0) {
        return;
      }
    }
  }

  private static void await(CountDownLatch left) {
    try {
      left.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number of answers. */
  public int roundTrips() {
    return roundTrips.get();
  }

  /** The number of connections. */
  public int connections() {
    return connections.get();
  }

  /** Its port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Its URL, with more after the port. */
  public String url(String more) {
    return "redis://127.0.0.1:" + port() + more;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
