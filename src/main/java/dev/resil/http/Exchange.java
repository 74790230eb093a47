package dev.resil.http;

import dev.resil.http.coding.CountedStream;
import dev.resil.http.wire.Head;
import dev.resil.http.wire.Meter;
import dev.resil.http.wire.Request;
import dev.resil.http.wire.Response;
import dev.resil.http.wire.Url;
import dev.resil.http.wire.WireException;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutputPattern;
import dev.resil.run.Transfer;
import dev.resil.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request and its answer, including redirects. It runs on its own thread; another thread waits
 * for it and may cancel it.
 */
final class Exchange implements Runnable {
  private static final int BUFFER = 1 << 16;

  /** How much of the body of an error is searched for patterns. */
  private static final long SEARCHED = 1 << 20;

  private static final int PARTIAL = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_SATISFIABLE = 416;
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  private final RequestSpec spec;
  private final Requests requests;
  private final OptionalInt maxRedirects;
  private final AnswerReceiver receiver;
  private final AnswerSearch search;
  private final Interest interest;
  private final Runnable changed;
  private final Timeline timeline = new Timeline();
  private final Conversation conversation;
  private volatile Optional<Answer> answer = Optional.empty();
  private final Optional<Revalidation> revalidation;
  private final Optional<StallWatch> watch;
  private final Optional<String> slow;
  private volatile boolean cancelled;
  private volatile Optional<Fault> stalled = Optional.empty();
  private volatile long received;
  private Optional<ResponseHead> head = Optional.empty();
  private OptionalLong resumedFrom = OptionalLong.empty();
  private final AtomicInteger redirects = new AtomicInteger();
  private final List<Transfer.Hop> hops = new CopyOnWriteArrayList<>();
  private volatile Url url;
  private volatile String method;
  private volatile Optional<String> referer = Optional.empty();
  private volatile long downloaded;

  /** What the body of an answer is read for. */
  interface Interest {
    /** Whether it is of use; otherwise it is only searched. */
    boolean wantsBody(Outcome.Status outcome);

    /** Whether the patterns that were found in a body of no other use suffice. */
    default boolean isDecided(Outcome.Status outcome, Set<OutputPattern> found) {
      return false;
    }
  }

  /**
   * An exchange.
   *
   * @param revalidation the copy to use if the server confirms it
   * @param receiver receives the answer
   * @param patterns searched for in the answer
   * @param interest what the body of an answer is read for
   * @param changed called when the exchange has ended, or waits for another connection
   */
  Exchange(
      Client client,
      RequestSpec spec,
      Optional<String> idempotencyKey,
      OptionalInt maxRedirects,
      Optional<StallPolicy> stall,
      Optional<Revalidation> revalidation,
      AnswerReceiver receiver,
      Set<OutputPattern> patterns,
      Interest interest,
      Runnable changed) {
    this.conversation = new Conversation(client, timeline);
    this.url = spec.address().url();
    this.method = spec.method();
    this.spec = spec;
    this.requests = new Requests(spec, idempotencyKey);
    this.maxRedirects = maxRedirects;
    this.revalidation = revalidation;
    this.watch = stall.map(StallWatch::new);
    this.slow = stall.map(StallPolicy::reason);
    this.receiver = receiver;
    this.search = new AnswerSearch(patterns, () -> cancelled);
    this.interest = interest;
    this.changed = changed;
  }

  /** The result, once the exchange has ended. */
  Optional<Answer> answer() {
    return answer;
  }

  /** When the wait for a connection began, on {@link System#nanoTime}; empty if connected. */
  OptionalLong connectingSince() {
    return timeline.connectingSince();
  }

  /** The server or proxy to which the last request goes, for messages. */
  Url url() {
    return url;
  }

  Answer.Last last() {
    return new Answer.Last(method, url, referer, downloaded, timeline.details());
  }

  /** A reason with the place of the failure, if a redirect led to it. */
  String placed(String reason) {
    return redirects.get() == 0 ? reason : reason + " (redirected to " + url.shown() + ")";
  }

  /** The patterns found so far. */
  Set<OutputPattern> printed() {
    return search.found();
  }

  boolean sent() {
    return timeline.sent();
  }

  /** Cancels the exchange: from now on it passes nothing to the receiver. */
  void cancel() {
    synchronized (receiver) {
      cancelled = true;
    }
    conversation.cancel();
  }

  /**
   * Ends the exchange if its transfer is too slow.
   *
   * @param now on the clock of the event loop
   * @return when to look again
   */
  Deadline watch(long now) {
    if (watch.isEmpty() || answer.isPresent() || stalled.isPresent()) {
      return Deadline.NEVER;
    }
    Meter.Reading reading = timeline.meter().read();
    if (watch.get().isStalled(reading)) {
      stalled = Optional.of(timeline.reached() ? Fault.READ : Fault.CONNECT);
      conversation.cancel();
      return Deadline.NEVER;
    }
    return Deadline.after(Duration.ofNanos(watch.get().pause(reading)), now);
  }

  private interface Work<T> {
    T done() throws IOException;
  }

  /**
   * Uses the receiver, unless cancelled, since another attempt may use it by now, or ended as too
   * slow, since the end of the connection is then not the end of its content.
   */
  private <T> T wanted(Work<T> work) throws IOException {
    synchronized (receiver) {
      if (cancelled || stalled.isPresent()) {
        throw new IOException("cancelled");
      }
      return work.done();
    }
  }

  @Override
  public void run() {
    Outcome outcome;
    Optional<String> permanentReason = Optional.empty();
    boolean refused = false;
    try {
      outcome = perform();
    } catch (IOException e) {
      outcome =
          stalled.isPresent()
              ? new Outcome.Unanswered(stalled.get(), slow.orElseThrow())
              : Faults.outcome(e, url, timeline);
      permanentReason = Faults.permanentReason(e);
      refused = Faults.wasRefused(e);
    } catch (RuntimeException e) {
      // a server must not be able to stop a report, or keep a breaker from counting
      outcome =
          timeline.sent()
              ? new Outcome.Unanswered(Fault.READ, "the response cannot be handled: " + e)
              : new Outcome.ResilFailed("internal error, please report it: " + e);
    }
    conversation.end();
    answer =
        Optional.of(
            new Answer(
                placed(outcome),
                printed(),
                head,
                transfer(),
                timeline.sent() && !(refused && redirects.get() == 0),
                last(),
                permanentReason));
    changed.run();
  }

  private Outcome placed(Outcome outcome) {
    return outcome instanceof Outcome.Unanswered(Fault fault, String reason)
        ? new Outcome.Unanswered(fault, placed(reason))
        : outcome;
  }

  /** The network activity so far. */
  Transfer transfer() {
    return new Transfer(
        head.map(ResponseHead::status).map(OptionalInt::of).orElse(OptionalInt.empty()),
        received,
        requests.sent(),
        head.map(ResponseHead::version),
        timeline.remote().map(Exchange::text),
        hops,
        redirects.get(),
        resumedFrom,
        false,
        timeline.times());
  }

  private static String text(java.net.InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private Outcome perform() throws IOException {
    Optional<Download.Range> range = spec.mentions("Range") ? Optional.empty() : receiver.range();
    Request request = requests.first(range, revalidation);
    while (true) {
      url = request.url();
      method = request.method();
      referer = request.fields().first("Referer");
      hops.add(new Transfer.Hop(method, url.shown(), OptionalInt.empty()));
      boolean whole = range.isEmpty() && !spec.mentions("Range");
      Response response = timely(conversation.send(request));
      ResponseHead came = new ResponseHead(response.head(), url);
      hops.set(hops.size() - 1, hops.getLast().answered(came.status()));
      head = Optional.of(came);
      spec.cookies()
          .ifPresent(
              jar -> jar.accept(requests.named(came.url()), came.all("Set-Cookie"), Instant.now()));
      if (came.status() == NOT_SATISFIABLE && receiver.isWhole(came, range)) {
        passed(came);
        return new Outcome.Status(NOT_MODIFIED);
      }
      if (came.status() == NOT_SATISFIABLE && range.isPresent()) {
        // nothing to resume: request the whole body
        conversation.skip(response);
        range = Optional.empty();
        request = requests.first(range, revalidation);
        continue;
      }
      boolean conditional = revalidation.isPresent() && range.isEmpty() && redirects.get() == 0;
      if (came.status() == NOT_MODIFIED && conditional) {
        return confirmed(revalidation.get(), came);
      }
      if (came.status() == PARTIAL && whole) {
        throw new WireException("the server sent a part (206) of what was requested whole");
      }
      Optional<Request> authorized = requests.authorized(request, came);
      if (authorized.isPresent()) {
        passed(came);
        conversation.skip(response);
        request = authorized.get();
        continue;
      }
      Optional<Address> to;
      try {
        to = maxRedirects.isPresent() ? Requests.location(came) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return nowhere(came, e);
      }
      if (to.isEmpty()) {
        return receive(came, response, range);
      } else if (redirects.get() == maxRedirects.getAsInt()) {
        return new Outcome.Unanswered(
            Fault.REDIRECT, "more than %d redirects".formatted(redirects.get()));
      }
      passed(came);
      conversation.skip(response);
      redirects.incrementAndGet();
      timeline.redirected();
      changed.run();
      request = requests.redirected(request, to.get(), came.status(), range);
    }
  }

  /** Keeps the head of a response that is not the last one, or has nothing else. */
  private void passed(ResponseHead came) throws IOException {
    wanted(() -> {
      receiver.passed(came);
      return came;
    });
  }

  /** As in curl, content of an unwanted time is not taken: the answer counts as a 304. */
  private Response timely(Response response) {
    Head came = response.head();
    return spec.accepts().isWanted(new ResponseHead(came, url))
        ? response
        : new Response(
            new Head(came.version(), NOT_MODIFIED, came.fields(), came.bytes()),
            InputStream.nullInputStream(),
            false);
  }

  /** The copy in place of an answer that confirms it. */
  private Outcome confirmed(Revalidation copy, ResponseHead came) throws IOException {
    ResponseHead stored = copy.confirmed(came);
    head = Optional.of(stored);
    Response response = new Response(stored.head(), copy.content(), true);
    Outcome outcome = receive(stored, response, Optional.empty());
    received = 0;
    downloaded = 0;
    return outcome;
  }

  private static Outcome nowhere(ResponseHead came, IllegalArgumentException e) {
    String location = came.header("Location").orElse("");
    Matcher scheme = SCHEME.matcher(location);
    return new Outcome.Unanswered(
        Fault.REDIRECT,
        location.isBlank()
            ? "the redirect has an empty Location"
            : scheme.lookingAt() && !scheme.group().toLowerCase(Locale.ROOT).startsWith("http")
                ? "the redirect target is not HTTP: " + scheme.group()
                : "the Location of the redirect " + e.getMessage());
  }

  private Outcome receive(ResponseHead came, Response response, Optional<Download.Range> asked)
      throws IOException {
    Optional<AnswerReceiver.Delivery> claimed = wanted(() -> receiver.claim(this, came, asked));
    if (claimed.isEmpty()) {
      throw new IOException("cancelled");
    }
    AnswerReceiver.Delivery delivery = claimed.get();
    resumedFrom = delivery.resumedFrom();
    search.head(came);
    Optional<AnswerSearch.Part> searched = search.body();
    Outcome.Status outcome =
        new Outcome.Status(came.status(), RetryAfter.limits(came, Instant.now()));
    boolean whole = interest.wantsBody(outcome);
    long limit = whole ? Long.MAX_VALUE : searched.isPresent() ? SEARCHED : 0;
    if (limit == 0) {
      return outcome; // the body of an error that is not shown
    }
    byte[] buffer = new byte[BUFFER];
    CountedStream packed = new CountedStream(response.content());
    InputStream body = spec.accepts().decoded(came, packed);
    Pace pace = new Pace(spec.accepts().rate());
    int piece = pace.piece(BUFFER);
    long total = 0;
    try {
      for (int count = body.read(buffer, 0, piece);
          count >= 0 && total < limit && (whole || !isDecided(outcome, searched.get()));
          count = body.read(buffer, 0, piece)) {
        total += count;
        received = total;
        downloaded = packed.count();
        int length = count;
        pace.after(count);
        wanted(() -> {
          delivery.append(buffer, length);
          return length;
        });
        searched.ifPresent(part -> part.search(buffer, length));
      }
    } finally {
      searched.ifPresent(AnswerSearch.Part::end); // a body that was cut off as well
    }
    wanted(() -> {
      delivery.end();
      return came;
    });
    return outcome;
  }

  /** Whether the rest of a body that is only searched makes no difference. It may never end. */
  private boolean isDecided(Outcome.Status outcome, AnswerSearch.Part searched) {
    return searched.isDone() || interest.isDecided(outcome, printed());
  }
}
