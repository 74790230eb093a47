package dev.resil.cli.breaker;

import dev.resil.breaker.view.BreakerView;
import dev.resil.breaker.view.StatusJson;
import dev.resil.breaker.view.StatusTable;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.records.RecordDisplay;
import dev.resil.state.StateException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resil breaker list}. */
@Command(
    name = "list",
    header = "List the breakers, one per line.",
    customSynopsis = "resil breaker list [OPTIONS]",
    footer = {"", "Examples:", "  resil breaker list", "  resil breaker list --watch"})
final class BreakerListCommand implements Callable<Integer> {
  @Option(names = "--names", description = "Show only the names.")
  private boolean onlyNames;

  @Mixin(name = "Options")
  private final RecordDisplay showing = new RecordDisplay();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;
  private final IntSupplier columns;

  /**
   * The command.
   *
   * @param columns width of the terminal on stdout; 0 if stdout is not a terminal
   */
  BreakerListCommand(StateAccess breakers, IntSupplier columns) {
    this.breakers = breakers;
    this.columns = columns;
  }

  @Override
  public Integer call() throws StateException {
    return showing.show(
        breakers,
        KnownBreakers.KIND,
        List.of(),
        new RecordDisplay.Forms<>(
            onlyNames
                ? BreakerListCommand::names
                : views -> StatusTable.list(views, columns.getAsInt()),
            StatusJson::of),
        spec.commandLine());
  }

  private static String names(List<BreakerView> views) {
    return views.stream()
        .map(view -> view.name().value() + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
