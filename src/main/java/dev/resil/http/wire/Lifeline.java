package dev.resil.http.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/** The sockets of a request, which another thread can close all at once. */
public final class Lifeline {
  private final Set<Socket> open = new HashSet<>();
  private boolean cut;

  /**
   * Takes responsibility for a socket.
   *
   * @throws IOException if everything was cancelled
   */
  synchronized Socket add(Socket socket) throws IOException {
    if (cut) {
      close(socket);
      throw new IOException("cancelled");
    }
    open.add(socket);
    return socket;
  }

  /** Closes a socket. */
  synchronized void drop(Socket socket) {
    open.remove(socket);
    close(socket);
  }

  /** Closes all sockets, and each that is added later. */
  public synchronized void cut() {
    cut = true;
    open.forEach(Lifeline::wake);
    open.forEach(Lifeline::close);
    open.clear();
  }

  /**
   * Ends the waits of other threads for a socket. {@link Socket#close} alone does not: it wakes
   * them by a signal, and resil blocks every signal in every thread.
   */
  private static void wake(Socket socket) {
    try {
      socket.shutdownOutput();
      socket.shutdownInput();
    } catch (IOException e) {
      // it is not connected, or waits in another way
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed nonetheless
    }
  }
}
