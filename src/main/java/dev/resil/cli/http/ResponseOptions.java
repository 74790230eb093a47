package dev.resil.cli.http;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.OutcomeLists;
import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeSet;
import dev.resil.run.Judge;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that define successful responses and failures to retry. */
final class ResponseOptions {
  @Option(
      names = "--retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "Failures to retry (default: dns, connect, read, timeout, rate-limited, status: 408,"
              + " 425, 429, 500, 502-504, 520-524).")
  private List<OutcomeSet> retryOn = new ArrayList<>();

  @Option(
      names = "--no-retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "Failures never to retry; overrides --retry-on. Always includes an invalid server"
              + " certificate.")
  private List<OutcomeSet> noRetryOn = new ArrayList<>();

  @Option(
      names = "--uncounted",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "Failures that use up no attempt of --max-attempts; they are retried, after a delay,"
              + " unless --no-retry-on lists them.")
  private List<OutcomeSet> uncounted = new ArrayList<>();

  @Option(
      names = "--success-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description = {
        "Outcomes that count as success (default: status:200-399).",
        "LIST is a comma-separated list of status:N, status:5xx, status:A-B, rate-limited (403 or"
            + " 429 with Retry-After or an exhausted quota), dns, connect, tls, read, redirect,"
            + " timeout and any; the option may be repeated. header~REGEX and body~REGEX match a"
            + " response with a line matching REGEX (RE2 syntax). REGEX extends to the end of the"
            + " LIST. !ITEM excludes what ITEM matches; a LIST of nothing else takes that from the"
            + " default, which for --no-retry-on and --uncounted is any then."
      })
  private List<OutcomeSet> successOn = new ArrayList<>();

  /**
   * The judge that the lists describe, with defaults filled in.
   *
   * @param failure the failures that count against a breaker
   */
  Judge toJudge(OutcomeSet failure) {
    return OutcomeLists.checked(
        Judge.ofRequests(
            OutcomeLists.union("--success-on", successOn, AttemptKind.REQUEST),
            OutcomeLists.union("--retry-on", retryOn, AttemptKind.REQUEST),
            OutcomeLists.union("--no-retry-on", noRetryOn, AttemptKind.REQUEST),
            failure,
            OutcomeLists.union("--uncounted", uncounted, AttemptKind.REQUEST)));
  }
}
