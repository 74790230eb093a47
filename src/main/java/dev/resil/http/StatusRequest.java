package dev.resil.http;

import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Request;
import dev.resil.http.wire.Response;
import dev.resil.http.wire.Url;
import dev.resil.outcome.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of which only the status matters: without redirects, over a connection of its own. It
 * tells nothing of its URL, which may be a secret.
 */
public final class StatusRequest {
  private static final String SERVER = "the server";

  private final Source source;
  private final Address address;
  private final String userAgent;
  private final Optional<String> text;
  private final Timeline timeline = new Timeline();
  private Optional<Conversation> conversation = Optional.empty();
  private boolean cancelled;

  /** What makes the client. */
  interface Source {
    Client client() throws IOException;
  }

  /** What came of a request. */
  public sealed interface Answer {
    /** The server answered. */
    record Status(int code) implements Answer {}

    /**
     * There was no answer.
     *
     * @param permanent whether another request could not succeed either
     */
    record None(String reason, boolean permanent) implements Answer {}
  }

  StatusRequest(Source source, Address address, String userAgent, Optional<String> text) {
    this.source = source;
    this.address = address;
    this.userAgent = userAgent;
    this.text = text;
  }

  /** Sends it and waits for the answer. */
  public Answer send() {
    try {
      Conversation opened = open();
      try {
        Response response = opened.send(request());
        return new Answer.Status(response.head().status());
      } finally {
        opened.end();
      }
    } catch (IOException e) {
      return failure(e);
    } catch (RuntimeException e) {
      return new Answer.None("the response cannot be handled: " + anonymous(e.toString()), true);
    }
  }

  /** Ends it, from any thread: nothing is sent afterwards. */
  public synchronized void cancel() {
    cancelled = true;
    conversation.ifPresent(Conversation::cancel);
  }

  private Conversation open() throws IOException {
    Client client = source.client();
    synchronized (this) {
      if (cancelled) {
        throw new IOException("cancelled");
      }
      Conversation opened = new Conversation(client, timeline);
      conversation = Optional.of(opened);
      return opened;
    }
  }

  private Request request() {
    Fields fields = Fields.of("User-Agent", userAgent, "Accept", "*/*");
    Optional<Credentials> user = address.user();
    if (user.isPresent()) {
      fields = fields.with("Authorization", user.get().basic());
    }
    return text.isEmpty()
        ? new Request("GET", address.url(), fields, Optional.empty())
        : new Request(
            "POST",
            address.url(),
            fields.with("Content-Type", "text/plain; charset=utf-8"),
            Optional.of(new Body(text.get().getBytes(StandardCharsets.UTF_8))));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Body(byte[] bytes) implements Request.Content {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  private Answer failure(IOException e) {
    Outcome outcome = Faults.outcome(e, address.url(), timeline);
    String reason =
        switch (outcome) {
          case Outcome.Unanswered(_, String why) -> why;
          case Outcome.ResilFailed(String why) -> why;
          default -> outcome.name();
        };
    boolean permanent =
        outcome instanceof Outcome.ResilFailed || Faults.permanentReason(e).isPresent();
    return new Answer.None(anonymous(reason), permanent);
  }

  /** The reason without the URL's host. */
  private String anonymous(String reason) {
    Url url = address.url();
    String hosts = Pattern.quote(url.hostText()) + "|" + Pattern.quote(url.host());
    return Pattern.compile(
            "(?<![\\w.-])\\[?(?:%s)]?(?::%d)?(?![\\w.-])".formatted(hosts, url.port()))
        .matcher(reason)
        .replaceAll(Matcher.quoteReplacement(SERVER));
  }
}
