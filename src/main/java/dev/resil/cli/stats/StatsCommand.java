package dev.resil.cli.stats;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.state.StateException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resil stats}. */
@Command(
    name = "stats",
    header = "Show statistics of runs over time.",
    customSynopsis = {"resil stats [OPTIONS]", "       resil stats COMMAND [OPTIONS] [NAME...]"},
    description =
        "Runs with --name NAME or --breaker NAME are counted under that name: runs, attempts,"
            + " retries, outcomes and durations, but never arguments. Without a command, same"
            + " as 'show'.",
    footer = {
      "",
      "Examples:",
      "  resil stats",
      "  resil stats show backup",
      "  resil stats show --prometheus",
      "  resil stats reset backup"
    })
public final class StatsCommand implements Callable<Integer> {
  @Mixin(name = "Options")
  private final StatsDisplay showing = new StatsDisplay();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess breakers;
  private final IntSupplier columns;

  private StatsCommand(StateAccess breakers, IntSupplier columns) {
    this.breakers = breakers;
    this.columns = columns;
  }

  public static CommandLine create(StateAccess breakers, IntSupplier columns) {
    return new CommandLine(new StatsCommand(breakers, columns))
        .addSubcommand(new StatsShowCommand(breakers, columns))
        .addSubcommand(new StatsResetCommand(breakers));
  }

  @Override
  public Integer call() throws StateException {
    return showing.show(breakers, columns, List.of(), spec.commandLine());
  }
}
