package dev.resil.http;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.OutputPattern;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests of which only the outcome matters. */
public final class Probes {
  private final Client client;
  private final List<HeaderLine> headers;
  private final String userAgent;
  private final OptionalInt redirects;
  private final OutcomeSet success;
  private final Set<OutputPattern> patterns;

  /**
   * Probes that share certificates and TLS sessions.
   *
   * @param headers of each request
   * @param success the outcomes of a good answer, which is read no further
   * @param failure more outcomes whose patterns are searched for in the answers
   */
  public Probes(
      ConnectionPolicy connection,
      List<HeaderLine> headers,
      String userAgent,
      OutcomeSet success,
      OutcomeSet failure) {
    this.client = new Client(connection.authorizedBy(headers), userAgent);
    this.headers = List.copyOf(headers);
    this.userAgent = userAgent;
    this.redirects = connection.redirects();
    this.success = success;
    this.patterns =
        Stream.of(success, failure)
            .flatMap(list -> list.patterns().stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What came of a probe.
   *
   * @param printed the patterns found in the answer
   */
  public record Result(Outcome outcome, Set<OutputPattern> printed) {}

  /** A request to an address. */
  public Probe to(Address address) {
    return new Probe(address);
  }

  /** One request. */
  public final class Probe {
    private final Exchange exchange;

    private Probe(Address address) {
      RequestSpec spec =
          new RequestSpec(
              address,
              "GET",
              false,
              false,
              headers,
              Optional.empty(),
              new Identity(Optional.empty(), address.user(), true, false, false, Optional.empty()),
              Optional.empty(),
              BodyPolicy.DEFAULT,
              userAgent);
      AnswerReceiver receiver =
          new AnswerReceiver(
              new Download(new NullOutput(), Optional.empty(), spec.accepts(), Optional.empty()),
              new NullOutput(),
              false,
              false);
      receiver.next();
      this.exchange =
          new Exchange(
              client,
              spec,
              Optional.empty(),
              redirects,
              Optional.empty(),
              Optional.empty(),
              receiver,
              patterns,
              untilGood(),
              () -> {});
    }

    private Exchange.Interest untilGood() {
      return new Exchange.Interest() {
        @Override
        public boolean wantsBody(Outcome.Status outcome) {
          return false;
        }

        @Override
        public boolean isDecided(Outcome.Status outcome, Set<OutputPattern> found) {
          return success.contains(outcome, found);
        }
      };
    }

    /** Sends it and waits for the answer. */
    public Result send() {
      exchange.run();
      Answer answer = exchange.answer().orElseThrow();
      return new Result(answer.outcome(), answer.printed());
    }

    /** Ends it, from any thread. */
    public void cancel() {
      exchange.cancel();
    }
  }
}
