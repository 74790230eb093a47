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

/** The options that define successful outcomes and failures to retry. */
final class OutcomeOptions {
  @Option(
      names = "--retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description = "Failures to retry (default: any).")
  private List<OutcomeSet> retryOn = new ArrayList<>();

  @Option(
      names = "--no-retry-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "Failures never to retry; overrides --retry-on. Includes not-found and not-executable"
              + " unless --retry-on lists them.")
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
        "Outcomes that count as success (default: exit:0).",
        "LIST is a comma-separated list of exit:N, exit:A-B, N, A-B, signal, signal:NAME,"
            + " signal:A-B, timeout, timeout:attempt, timeout:idle, not-found, not-executable and"
            + " any; the option may be repeated. !ITEM excludes what ITEM matches; a LIST of"
            + " nothing else takes that from the default, which for --no-retry-on and --uncounted"
            + " is any then.",
        "stdout~REGEX, stderr~REGEX and output~REGEX match an attempt that printed a line"
            + " matching REGEX (RE2 syntax). REGEX extends to the end of the LIST. The command"
            + " sees a searched stream as a pipe; its output is passed on unchanged and without"
            + " delay."
      })
  private List<OutcomeSet> successOn = new ArrayList<>();

  /**
   * The judge that the lists describe, with defaults filled in.
   *
   * @param preset replaces the default failures to retry; the lists add to it
   * @param failure the failures that count against a breaker
   */
  Judge toJudge(Optional<Preset> preset, OutcomeSet failure) {
    OutcomeSet success = OutcomeLists.union("--success-on", successOn, AttemptKind.COMMAND);
    OutcomeSet retry = OutcomeLists.union("--retry-on", retryOn, AttemptKind.COMMAND);
    OutcomeSet noRetry = OutcomeLists.union("--no-retry-on", noRetryOn, AttemptKind.COMMAND);
    OutcomeSet free = OutcomeLists.union("--uncounted", uncounted, AttemptKind.COMMAND);
    return OutcomeLists.checked(
        Judge.ofCommands(
            success,
            preset.map(p -> p.transients().and(retry)).orElse(retry),
            preset.map(p -> p.permanent().without(retry).and(noRetry)).orElse(noRetry),
            failure,
            free));
  }
}
