package dev.resil.cli.http;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.OutcomeLists;
import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeSet;
import dev.resil.run.Judge;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which responses are successes, and which failures are tried again. */
final class ResponseOptions {
  @Option(
      names = "--retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "The failures to retry (default: dns, connect, read, timeout, status: 408, 425, 429, 500,"
              + " 502-504).")
  private List<OutcomeSet> retryOn = new ArrayList<>();

  @Option(
      names = "--no-retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "The failures never to retry; wins over --retry-on. A certificate that does not verify is"
              + " always one.")
  private List<OutcomeSet> noRetryOn = new ArrayList<>();

  @Option(
      names = "--success-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description = {
        "The outcomes that count as success (default: status:200-399).",
        "LIST: status:N, status:5xx, status:A-B, dns, connect, tls, read, redirect, timeout, any,"
            + " with commas between; may be repeated. header~REGEX, body~REGEX: a response with"
            + " REGEX (RE2 syntax) in a line of it; REGEX reaches to the end of the LIST."
      })
  private List<OutcomeSet> successOn = new ArrayList<>();

  /**
   * What the lists say, defaults filled in.
   *
   * @param failure the failures that count against a breaker
   */
  Judge toJudge(OutcomeSet failure) {
    return Judge.ofRequests(
        OutcomeLists.union("--success-on", successOn, AttemptKind.REQUEST),
        OutcomeLists.union("--retry-on", retryOn, AttemptKind.REQUEST),
        OutcomeLists.union("--no-retry-on", noRetryOn, AttemptKind.REQUEST),
        failure);
  }
}
