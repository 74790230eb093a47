package dev.resil.cli.breaker;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.UsageException;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resil breaker}. */
@Command(
    name = "breaker",
    header = "Inspect and control circuit breakers.",
    customSynopsis = "resil breaker COMMAND [OPTIONS] [NAME...]",
    description =
        "The first run or record with a new name creates a breaker, which persists. 'resil run"
            + " --breaker NAME' asks it for a permit before each attempt.",
    footer = {
      "",
      "Examples:",
      "  resil breaker list",
      "  resil breaker status payments",
      "  resil breaker reset payments"
    })
public final class BreakerCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  public static CommandLine create(StateAccess breakers, IntSupplier columns) {
    return new CommandLine(new BreakerCommand())
        .addSubcommand(new BreakerListCommand(breakers, columns))
        .addSubcommand(new BreakerStatusCommand(breakers))
        .addSubcommand(new BreakerWatchCommand(breakers))
        .addSubcommand(new BreakerCheckCommand(breakers))
        .addSubcommand(new BreakerRecordCommand(breakers))
        .addSubcommand(new BreakerResetCommand(breakers))
        .addSubcommand(new BreakerOpenCommand(breakers))
        .addSubcommand(new BreakerRmCommand(breakers));
  }

  @Override
  public Integer call() {
    throw new UsageException("breaker: no command given; see 'resil breaker --help'");
  }
}
