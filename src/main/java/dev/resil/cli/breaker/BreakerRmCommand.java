package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code resil breaker rm}. */
@Command(
    name = "rm",
    header = "Delete breakers and their history.",
    customSynopsis = "resil breaker rm [OPTIONS] NAME...",
    footer = {"", "Examples:", "  resil breaker rm payments"})
final class BreakerRmCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  private final StateAccess breakers;

  BreakerRmCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    StateStore store = breakers.store(state.folder(), false);
    for (BreakerName name : names) {
      if (!store.remove(new BreakerFormat(), name.value())) {
        throw KnownBreakers.KIND.unknown(store, name.value());
      }
    }
    return 0;
  }
}
