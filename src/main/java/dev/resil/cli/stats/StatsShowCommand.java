package dev.resil.cli.stats;

import dev.resil.breaker.BreakerName;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.state.StateException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil stats show}. */
@Command(
    name = "show",
    header = "Show statistics as a table, JSON, Prometheus text or an HTML page.",
    customSynopsis = "resil stats show [OPTIONS] [NAME...]",
    description = "Without NAME, show all names, one per line. P50 to MAX are durations of runs.",
    footer = {
      "",
      "Examples:",
      "  resil stats show backup",
      "  resil stats show --json",
      "  resil stats show --prometheus"
    })
final class StatsShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names = new ArrayList<>();

  @Mixin(name = "Options")
  private final StatsDisplay showing = new StatsDisplay();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;
  private final IntSupplier columns;

  StatsShowCommand(StateAccess breakers, IntSupplier columns) {
    this.breakers = breakers;
    this.columns = columns;
  }

  @Override
  public Integer call() throws StateException {
    return showing.show(breakers, columns, names, spec.commandLine());
  }
}
