package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.UsageException;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil breaker reset}. */
@Command(
    name = "reset",
    header = "Close breakers and clear their counters.",
    customSynopsis = "resil breaker reset [OPTIONS] NAME... | --all",
    description =
        "The last failure and the latest state changes are kept. Resetting a breaker that does"
            + " not exist is not an error.",
    footer = {"", "Examples:", "  resil breaker reset payments", "  resil breaker reset --all"})
final class BreakerResetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names = new ArrayList<>();

  @Option(names = "--all", description = "Reset all breakers.")
  private boolean all;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;

  BreakerResetCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    if (all == !names.isEmpty()) {
      throw new UsageException("breaker reset: give names, or --all");
    }
    StateStore store = breakers.store(state.folder(), false);
    return all ? resetAll(store) : reset(store, names);
  }

  private static int reset(StateStore store, List<BreakerName> names) throws StateException {
    for (BreakerName name : names) {
      new StoredBreaker(store, name, Optional.empty()).reset();
    }
    return 0;
  }

  private int resetAll(StateStore store) throws StateException {
    return UsageErrors.unread(spec.commandLine(), StoredBreaker.resetAll(store));
  }
}
