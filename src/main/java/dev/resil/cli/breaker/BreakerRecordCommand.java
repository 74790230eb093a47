package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.Verdict;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.state.StateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil breaker record}. */
@Command(
    name = "record",
    header = "Report the result of a script's own call to a breaker.",
    customSynopsis = "resil breaker record [OPTIONS] NAME success|failure",
    description = "Without threshold options, the last thresholds in force apply.",
    footer = {
      "",
      "Examples:",
      "  resil breaker record payments success",
      "  resil breaker record payments failure --outcome exit:7 --took 2s"
    })
final class BreakerRecordCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private BreakerName name;

  @Parameters(
      index = "1",
      paramLabel = "success|failure",
      hidden = true,
      converter = Converters.VerdictConverter.class)
  private Verdict verdict;

  @Option(
      names = "--outcome",
      paramLabel = "TEXT",
      description = "Outcome of the call to show in 'status', such as exit:7.")
  private String outcome;

  @Option(
      names = "--took",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Duration of the call, for --slow-call (default: 0).")
  private Duration took;

  @Mixin(name = "Breaker")
  private final ScriptedCalls calls = new ScriptedCalls();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;

  BreakerRecordCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    BreakerEvent.Report report =
        new BreakerEvent.Report(
            Optional.empty(),
            verdict,
            Objects.requireNonNullElse(took, Duration.ZERO),
            Objects.requireNonNullElse(outcome, ""));
    return calls.use(
        breakers,
        name,
        spec.commandLine().getErr(),
        breaker -> {
          breaker.report(report);
          return 0;
        });
  }
}
