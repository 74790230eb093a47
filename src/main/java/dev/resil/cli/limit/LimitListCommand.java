package dev.resil.cli.limit;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.records.RecordDisplay;
import dev.resil.limit.view.LimitStatusJson;
import dev.resil.limit.view.LimitTable;
import dev.resil.limit.view.LimitView;
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

/** {@code resil limit list}. */
@Command(
    name = "list",
    header = "List the locks and limits, one per line.",
    customSynopsis = "resil limit list [OPTIONS]",
    footer = {"", "Examples:", "  resil limit list", "  resil limit list --watch"})
final class LimitListCommand implements Callable<Integer> {
  @Option(names = "--names", description = "Show only the names.")
  private boolean onlyNames;

  @Mixin(name = "Options")
  private final RecordDisplay showing = new RecordDisplay();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess limits;
  private final IntSupplier columns;

  /**
   * The command.
   *
   * @param columns width of the terminal on stdout; 0 if stdout is not a terminal
   */
  LimitListCommand(StateAccess limits, IntSupplier columns) {
    this.limits = limits;
    this.columns = columns;
  }

  @Override
  public Integer call() throws StateException {
    return showing.show(
        limits,
        KnownLimits.KIND,
        List.of(),
        new RecordDisplay.Forms<>(
            onlyNames
                ? LimitListCommand::names
                : views -> LimitTable.list(views, columns.getAsInt()),
            LimitStatusJson::of),
        spec.commandLine());
  }

  private static String names(List<LimitView> views) {
    return views.stream()
        .map(view -> view.name().value() + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
