package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.Decision;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.outcome.ExitCodes;
import dev.resil.report.terminal.BreakerLines;
import dev.resil.state.StateException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil breaker check}. */
@Command(
    name = "check",
    header = "Exit 0 if the breaker would permit a call, else 75.",
    customSynopsis = "resil breaker check [OPTIONS] NAME",
    description =
        "Takes no permit and counts nothing. A breaker that does not exist permits every call."
            + " Without threshold options, the last thresholds in force apply.",
    footer = {
      "",
      "Examples:",
      "  resil breaker check payments",
      "  resil breaker check -q payments"
    })
final class BreakerCheckCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private BreakerName name;

  @Option(
      names = {"-q", "--quiet"},
      description = "Suppress the message about a rejection.")
  private boolean quiet;

  @Mixin(name = "Breaker")
  private final ScriptedCalls calls = new ScriptedCalls();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;

  BreakerCheckCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    PrintWriter err = spec.commandLine().getErr();
    return calls.use(
        breakers,
        name,
        err,
        breaker -> {
          if (!(breaker.check().decision() instanceof Decision.Rejected rejected)) {
            return 0;
          }
          if (!quiet) {
            err.println("resil: " + BreakerLines.describe(name.value(), rejected));
          }
          return ExitCodes.REJECTED;
        });
  }
}
