package dev.resil.cli.limit;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.LimitConverters;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.records.RecordDisplay;
import dev.resil.limit.LimitName;
import dev.resil.limit.view.LimitStatusJson;
import dev.resil.limit.view.LimitTable;
import dev.resil.limit.view.LimitView;
import dev.resil.state.StateException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil limit status}. */
@Command(
    name = "status",
    header = "Show who holds locks and limits, and who waits for them.",
    customSynopsis = "resil limit status [OPTIONS] [NAME...]",
    description = "Without NAME, show all.",
    footer = {"", "Examples:", "  resil limit status backup", "  resil limit status --json backup"})
final class LimitStatusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = LimitConverters.Name.class)
  private List<LimitName> names = new ArrayList<>();

  @Mixin(name = "Options")
  private final RecordDisplay showing = new RecordDisplay();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess limits;

  LimitStatusCommand(StateAccess limits) {
    this.limits = limits;
  }

  @Override
  public Integer call() throws StateException {
    return showing.show(
        limits,
        KnownLimits.KIND,
        names.stream().map(LimitName::value).toList(),
        new RecordDisplay.Forms<>(LimitStatusCommand::details, LimitStatusJson::of),
        spec.commandLine());
  }

  private static String details(List<LimitView> views) {
    return views.stream()
        .map(LimitTable::details)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
