package dev.resil.cli;

import dev.resil.guard.BreakerView;
import dev.resil.guard.StatusTable;
import dev.resil.state.StateException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resil breaker list}. */
@Command(
    name = "list",
    header = "List the breakers, a line each.",
    customSynopsis = "resil breaker list [OPTIONS]",
    footer = {"", "Examples:", "  resil breaker list", "  resil breaker list --watch"})
final class BreakerListCommand implements Callable<Integer> {
  @Option(names = "--names", description = "Only the names.")
  private boolean onlyNames;

  @Mixin(name = "Options")
  private final BreakerShowing showing = new BreakerShowing();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final Breakers breakers;

  BreakerListCommand(Breakers breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    return showing.show(
        breakers,
        List.of(),
        onlyNames ? BreakerListCommand::names : StatusTable::list,
        spec.commandLine());
  }

  private static String names(List<BreakerView> views) {
    return views.stream()
        .map(view -> view.name().value() + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
