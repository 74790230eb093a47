package dev.resil.cli.stats;

import dev.resil.breaker.BreakerName;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.UsageException;
import dev.resil.state.StateException;
import dev.resil.state.Tallies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resil stats reset}. */
@Command(
    name = "reset",
    header = "Delete statistics.",
    customSynopsis = "resil stats reset [OPTIONS] NAME... | --all",
    description = "Breakers of the same names keep their own counts; see 'resil breaker reset'.",
    footer = {"", "Examples:", "  resil stats reset backup", "  resil stats reset --all"})
final class StatsResetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names = new ArrayList<>();

  @Option(names = "--all", description = "Delete all statistics.")
  private boolean all;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  private final StateAccess breakers;

  StatsResetCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    if (all == !names.isEmpty()) {
      throw new UsageException("stats reset: give names, or --all");
    }
    Tallies tallies = breakers.stores(state.folder()).tallies();
    if (all) {
      tallies.removeAll();
    }
    for (BreakerName name : names) {
      if (!tallies.remove(name.value())) {
        throw KnownStatistics.unknown(tallies, name);
      }
    }
    return 0;
  }
}
