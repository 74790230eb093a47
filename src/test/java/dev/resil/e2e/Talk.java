package dev.resil.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** What a raw server does with a connection, which is closed afterwards. */
interface Talk {
  /** Talks, until one side has gone. */
  void with(Socket client) throws IOException;

  /** A server at a port of an address that treats all its clients alike, at the same time. */
  static ServerSocket server(String address, Talk talk) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    serve(server, talk);
    return server;
  }

  /** Treats all clients of a server alike, at the same time, until it is closed. */
  static void serve(ServerSocket server, Talk talk) {
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try {
              Socket client = server.accept();
              Thread.ofVirtual().start(() -> serve(client, talk));
            } catch (IOException e) {
              return; // closed
            }
          }
        });
  }

  private static void serve(Socket client, Talk talk) {
    try (client) {
      talk.with(client);
    } catch (IOException e) {
      // the client has gone
    }
  }
}
