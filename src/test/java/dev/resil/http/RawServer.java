package dev.resil.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server that sends exact bytes, and records the heads of requests. */
final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> requests = new ArrayList<>();
  private int connections;

  /** What happens on each connection. */
  interface Conversation {
    /** Talks to a client; then the connection is closed. */
    void hold(Visit visit) throws IOException;
  }

  /**
   * A connection.
   *
   * @param number of the connection, from 1
   */
  record Visit(RawServer server, int number, Socket client) {
    /** Reads the head of a request; false if there is none. */
    boolean read() throws IOException {
      InputStream in = client.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return false;
        }
        head.append((char) next);
      }
      synchronized (server.requests) {
        server.requests.add(head.toString());
      }
      return true;
    }

    void write(byte[] bytes) throws IOException {
      client.getOutputStream().write(bytes);
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Waits until the client closes. */
    void linger() throws IOException {
      client.getInputStream().readAllBytes();
    }
  }

  RawServer(Conversation conversation) {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual()
        .start(() -> {
          while (!socket.isClosed()) {
            try {
              Socket client = socket.accept();
              Visit visit = new Visit(this, ++connections, client);
              Thread.ofVirtual().start(() -> hold(conversation, visit));
            } catch (IOException e) {
              return; // closed
            }
          }
        });
  }

  private static void hold(Conversation conversation, Visit visit) {
    try (Socket client = visit.client()) {
      conversation.hold(visit);
      client.shutdownOutput();
    } catch (IOException e) {
      // the client may close
    }
  }

  /** A server with one answer to the first request of each connection. */
  static RawServer answering(byte[] answer, boolean closes) {
    return new RawServer(visit -> {
      if (visit.read()) {
        visit.write(answer);
        if (closes) {
          visit.client().shutdownOutput();
        }
        visit.linger();
      }
    });
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The heads of all requests. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  int connections() {
    return connections;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
