package dev.resil.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP/1.1 server that records every request byte for byte, and answers with given bytes: no
 * library between the test and the wire corrects a client's mistakes.
 */
final class RecordingServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Conversation conversation;
  private final List<Request> requests = new ArrayList<>();

  /** The answer to a request; empty bytes close the connection without an answer. */
  interface Answers {
    /** The whole answer, including its head. */
    byte[] to(Request request);
  }

  /** A handler of requests. */
  interface Conversation {
    /** Answers a request; whether another one may follow on the same connection. */
    boolean answer(Request request, Socket client) throws IOException;
  }

  /**
   * A request.
   *
   * @param headers by their names in lower case, each with its values in their order
   */
  record Request(String method, String target, Map<String, List<String>> headers, String body) {
    /** A header's values, separated by commas; empty if there is none. */
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  RecordingServer(Answers answers) {
    this(
        socket(0),
        (request, client) -> {
          byte[] answer = answers.to(request);
          client.getOutputStream().write(answer);
          return answer.length > 0 && !request.target().contains("/cut/");
        });
  }

  RecordingServer(Conversation conversation) {
    this(socket(0), conversation);
  }

  /** A server on a socket of its own kind. */
  RecordingServer(ServerSocket socket, Conversation conversation) {
    this.socket = socket;
    this.conversation = conversation;
    Thread.ofVirtual().start(this::serve);
  }

  /** A socket that listens on a port of this machine, 0 for any. */
  static ServerSocket socket(int port) {
    try {
      return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The requests since the last call. */
  List<Request> taken() {
    synchronized (requests) {
      List<Request> taken = List.copyOf(requests);
      requests.clear();
      return taken;
    }
  }

  /** An answer with a body and its length. */
  static byte[] answer(String status, String headers, String body) {
    return answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer with any bytes as its body. */
  static byte[] answer(String status, String headers, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> converse(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void converse(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      while (true) {
        Request request = read(in, out);
        synchronized (requests) {
          requests.add(request);
        }
        if (!conversation.answer(request, client)) {
          return;
        }
      }
    } catch (IOException e) {
      // the client may close
    }
  }

  private static Request read(InputStream in, OutputStream out) throws IOException {
    String[] start = line(in).split(" ", 3);
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    if (headers.containsKey("expect")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return new Request(start[0], start[1], headers, body(in, headers));
  }

  private static String body(InputStream in, Map<String, List<String>> headers) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (headers.containsKey("transfer-encoding")) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      line(in);
    } else if (headers.containsKey("content-length")) {
      body.write(in.readNBytes(Integer.parseInt(headers.get("content-length").getFirst())));
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
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
