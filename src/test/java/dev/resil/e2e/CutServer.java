package dev.resil.e2e;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Serves one file over connections that are closed after a number of bytes. Counts the bytes sent,
 * all of which arrive, since connections are closed, not reset.
 */
final class CutServer implements RecordingServer.Conversation {
  private final byte[] content;
  private final String validator;
  private final boolean ranges;
  private final boolean chunked;
  private final IntUnaryOperator cut;
  private final List<Integer> starts = Collections.synchronizedList(new ArrayList<>());
  private int connections;
  private int sent;

  /**
   * A server.
   *
   * @param validator a header line that identifies the file's version; may be empty
   * @param ranges whether it supports ranges
   * @param chunked whether it omits the length of the file
   * @param cut the number of bytes of the body after which the n-th connection is closed, from 0;
   *     if negative, the number of bytes missing from the head
   */
  CutServer(
      byte[] content, String validator, boolean ranges, boolean chunked, IntUnaryOperator cut) {
    this.content = Arrays.copyOf(content, content.length);
    this.validator = validator;
    this.ranges = ranges;
    this.chunked = chunked;
    this.cut = cut;
  }

  /** The number of bytes of the file sent. */
  synchronized int sent() {
    return sent;
  }

  /** The offset at which each answer began. */
  List<Integer> starts() {
    return List.copyOf(starts);
  }

  /** The length of the head of a complete answer. */
  int headLength() {
    return head(0).length;
  }

  @Override
  public synchronized boolean answer(RecordingServer.Request request, Socket client)
      throws IOException {
    String range = request.header("range");
    String version = request.header("if-range");
    boolean known = version.isEmpty() || validator.endsWith(": " + version);
    int from = ranges && known && !range.isEmpty() ? from(range) : 0;
    starts.add(from);
    byte[] head = head(from);
    int body = Math.min(cut.applyAsInt(connections++), content.length - from);
    byte[] bytes = Arrays.copyOfRange(content, from, from + Math.max(0, body));
    sent += bytes.length;
    client.getOutputStream().write(head, 0, Math.max(0, head.length + Math.min(0, body)));
    for (int i = 0; i < bytes.length; i++) {
      client.getOutputStream().write(chunked ? chunk(bytes[i]) : new byte[] {bytes[i]});
    }
    if (chunked && from + body == content.length) {
      client.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return false;
  }

  private static byte[] chunk(byte b) {
    return new byte[] {'1', '\r', '\n', b, '\r', '\n'};
  }

  private static int from(String range) {
    return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  private byte[] head(int from) {
    String status = from > 0 ? "206 Partial Content" : "200 OK";
    String part =
        from == 0
            ? ""
            : "Content-Range: bytes %d-%d/%d\r\n"
                .formatted(from, content.length - 1, content.length);
    String length =
        chunked
            ? "Transfer-Encoding: chunked\r\n"
            : "Content-Length: %d\r\n".formatted(content.length - from);
    return "HTTP/1.1 %s\r\n%s\r\n%s%s\r\n"
        .formatted(status, validator, part, length)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
