package dev.resil.http;

import dev.resil.http.wire.Lifeline;
import dev.resil.http.wire.Link;
import dev.resil.http.wire.Request;
import dev.resil.http.wire.Response;
import dev.resil.http.wire.Url;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The requests of one exchange, over one connection as long as it can be used again. A used
 * connection may be closed by the server at any moment, so a request that is not idempotent always
 * gets a new one (RFC 9112, 9.3.1), and any other is sent again over a new one if the used one dies
 * before the first byte of an answer.
 */
final class Conversation {
  /** How much of an unwanted body is read, in order to keep its connection. */
  private static final int UNWANTED = 1 << 16;

  private final Client client;
  private final Timeline timeline;
  private final Lifeline lifeline = new Lifeline();
  private Optional<Link> link = Optional.empty();
  private Optional<Url> server = Optional.empty();

  Conversation(Client client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  /** Sends a request and receives the head of its answer. */
  Response send(Request request) throws IOException {
    boolean again =
        RepeatSafety.isIdempotent(request.method())
            && server.filter(request.url()::isSameOrigin).isPresent()
            && link.filter(Link::isReusable).isPresent();
    if (again) {
      Link used = link.orElseThrow();
      try {
        return used.send(request, timeline);
      } catch (IOException e) {
        if (used.isAnswered()) {
          throw e;
        }
        timeline.redirected();
      }
    }
    link.ifPresent(Link::close);
    link = Optional.of(client.dial(request.url(), timeline, lifeline));
    server = Optional.of(request.url());
    return link.get().send(request, timeline);
  }

  /**
   * Reads a body that nobody wants if it is short; otherwise the connection is not used again. One
   * that ends with the connection is not read: the server may never close it.
   */
  void skip(Response response) {
    if (!response.bounded()) {
      return;
    }
    byte[] buffer = new byte[1 << 13];
    InputStream content = response.content();
    try {
      int total = 0;
      int count = content.read(buffer);
      while (count >= 0 && total < UNWANTED) {
        total += count;
        count = content.read(buffer);
      }
    } catch (IOException e) {
      // the next request gets a new connection
    }
  }

  /** Closes the connection. */
  void end() {
    link.ifPresent(Link::close);
  }

  /** Closes all connections, from any thread. */
  void cancel() {
    lifeline.cut();
  }
}
