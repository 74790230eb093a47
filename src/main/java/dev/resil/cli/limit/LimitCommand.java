package dev.resil.cli.limit;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.UsageException;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resil limit}. */
@Command(
    name = "limit",
    header = "Inspect and control locks and limits that runs share.",
    customSynopsis = "resil limit COMMAND [OPTIONS] [NAME...]",
    description =
        "The first run with --lock, --rate, --max-concurrent or --retry-budget and a new name"
            + " creates a limit, which persists.",
    footer = {
      "",
      "Examples:",
      "  resil limit list",
      "  resil limit status backup",
      "  resil limit release backup"
    })
public final class LimitCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  public static CommandLine create(StateAccess limits, IntSupplier columns) {
    return new CommandLine(new LimitCommand())
        .addSubcommand(new LimitListCommand(limits, columns))
        .addSubcommand(new LimitStatusCommand(limits))
        .addSubcommand(new LimitWatchCommand(limits))
        .addSubcommand(new LimitReleaseCommand(limits))
        .addSubcommand(new LimitRmCommand(limits));
  }

  @Override
  public Integer call() {
    throw new UsageException("limit: no command given; see 'resil limit --help'");
  }
}
