package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.view.BreakerView;
import dev.resil.breaker.view.StatusJson;
import dev.resil.breaker.view.StatusTable;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.records.RecordDisplay;
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

/** {@code resil breaker status}. */
@Command(
    name = "status",
    header = "Show the state, thresholds, counts and history of breakers.",
    customSynopsis = "resil breaker status [OPTIONS] [NAME...]",
    description = "Without NAME, show all breakers.",
    footer = {
      "",
      "Examples:",
      "  resil breaker status payments",
      "  resil breaker status --json payments"
    })
final class BreakerStatusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", hidden = true, converter = Converters.Name.class)
  private List<BreakerName> names = new ArrayList<>();

  @Mixin(name = "Options")
  private final RecordDisplay showing = new RecordDisplay();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;

  BreakerStatusCommand(StateAccess breakers) {
    this.breakers = breakers;
  }

  @Override
  public Integer call() throws StateException {
    return showing.show(
        breakers,
        KnownBreakers.KIND,
        names.stream().map(BreakerName::value).toList(),
        new RecordDisplay.Forms<>(BreakerStatusCommand::details, StatusJson::of),
        spec.commandLine());
  }

  private static String details(List<BreakerView> views) {
    return views.stream()
        .map(StatusTable::details)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
