package dev.resil.cli;

import java.util.ArrayList;
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
    header = "Show what runs came to over time.",
    customSynopsis = "resil stats [COMMAND] [OPTIONS] [NAME...]",
    description =
        "Runs with --name NAME, and those with --breaker under its name, are counted: runs,"
            + " attempts, retries, outcomes and durations; never arguments. Without a command:"
            + " show.",
    footer = {
      "",
      "Examples:",
      "  resil stats",
      "  resil stats show backup",
      "  resil stats show --prometheus",
      "  resil stats reset backup"
    })
final class StatsCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  static CommandLine create(Breakers breakers, IntSupplier columns) {
    return new CommandLine(new StatsCommand())
        .addSubcommand(new StatsShowCommand(breakers, columns))
        .addSubcommand(new StatsResetCommand(breakers));
  }

  /** As if it had been said: the options of all commands are those of show as well. */
  @Override
  public Integer call() {
    List<String> words =
        new ArrayList<>(spec.commandLine().getParent().getParseResult().originalArgs());
    words.add("show");
    return spec.root().commandLine().execute(words.toArray(String[]::new));
  }
}
