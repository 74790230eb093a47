package dev.resil.cli.limit;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.LimitConverters;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.limit.LimitName;
import dev.resil.limit.store.LimitFormat;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code resil limit rm}. */
@Command(
    name = "rm",
    header = "Delete locks and limits, and release all their permits.",
    customSynopsis = "resil limit rm [OPTIONS] NAME...",
    footer = {"", "Examples:", "  resil limit rm backup"})
final class LimitRmCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      hidden = true,
      converter = LimitConverters.Name.class)
  private List<LimitName> names;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  private final StateAccess limits;

  LimitRmCommand(StateAccess limits) {
    this.limits = limits;
  }

  @Override
  public Integer call() throws StateException {
    StateStore store = limits.store(state.folder(), false);
    for (LimitName name : names) {
      if (!store.remove(new LimitFormat(), name.value())) {
        throw KnownLimits.KIND.unknown(store, name.value());
      }
    }
    return 0;
  }
}
