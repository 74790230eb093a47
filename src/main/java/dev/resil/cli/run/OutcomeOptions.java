package dev.resil.cli.run;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.OutcomeLists;
import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.Preset;
import dev.resil.run.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which outcomes are successes, and which failures are tried again. */
final class OutcomeOptions {
  @Option(
      names = "--retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description = "The failures to retry (default: any).")
  private List<OutcomeSet> retryOn = new ArrayList<>();

  @Option(
      names = "--no-retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "The failures never to retry; wins over --retry-on. not-found and not-executable are"
              + " among them unless --retry-on names them.")
  private List<OutcomeSet> noRetryOn = new ArrayList<>();

  @Option(
      names = "--success-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description = {
        "The outcomes that count as success (default: exit:0).",
        "LIST: exit:N, exit:A-B, N, A-B, signal, signal:NAME, timeout, not-found,"
            + " not-executable, any, with commas between; may be repeated.",
        "stdout~REGEX, stderr~REGEX, output~REGEX: an attempt that printed a line with REGEX (RE2"
            + " syntax) in it; REGEX reaches to the end of the LIST. A stream that is searched is"
            + " a pipe to the command, passed on unchanged and at once. Lines beyond 64k are"
            + " searched in pieces of 64k that overlap by half."
      })
  private List<OutcomeSet> successOn = new ArrayList<>();

  /**
   * What the lists say, defaults filled in.
   *
   * @param preset what stands in for the defaults of what is retried; the lists add to it
   * @param failure the failures that count against a breaker
   */
  Judge toJudge(Optional<Preset> preset, OutcomeSet failure) {
    OutcomeSet success = OutcomeLists.union("--success-on", successOn, AttemptKind.COMMAND);
    OutcomeSet retry = OutcomeLists.union("--retry-on", retryOn, AttemptKind.COMMAND);
    OutcomeSet noRetry = OutcomeLists.union("--no-retry-on", noRetryOn, AttemptKind.COMMAND);
    if (preset.isPresent()) {
      return Judge.ofCommands(
          success,
          preset.get().transients().and(retry),
          preset.get().lasting().without(retry).and(noRetry),
          failure);
    }
    return Judge.ofCommands(success, retry, noRetry, failure);
  }
}
