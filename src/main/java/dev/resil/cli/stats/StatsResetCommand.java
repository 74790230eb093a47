package dev.resil.cli.stats;

import dev.resil.breaker.BreakerName;
import dev.resil.cli.help.UsageErrors;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;

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
    return all ? resetAll(tallies) : reset(tallies);
  }

  private int reset(Tallies tallies) throws StateException {
    for (BreakerName name : names) {
      if (!tallies.remove(name.value())) {
        throw KnownStatistics.in(tallies).unknown(name);
      }
    }
    return 0;
  }

  private int resetAll(Tallies tallies) throws StateException {
    KnownStatistics known = KnownStatistics.in(tallies);
    for (String name : known.summaries().stream().map(summary -> summary.name()).toList()) {
      tallies.remove(name);
    }
    return UsageErrors.unread(spec.commandLine(), known.problems());
  }
}
