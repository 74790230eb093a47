package dev.resil.cli.config;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resil config}. */
@Command(
    name = "config",
    header = "Show and check the configuration.",
    customSynopsis = "resil config COMMAND [OPTIONS]",
    description = {
      "Options can also be set in files and in the environment. The order of precedence is: the"
          + " command line, variables such as RESIL_MAX_ATTEMPTS, the profile of --profile,"
          + " [defaults] in ./.resil.toml, and [defaults] in ~/.config/resil/config.toml."
    },
    footer = {
      "",
      "Examples:",
      "  resil config show",
      "  resil config example",
      "  resil run --no-config -- true"
    })
public final class ConfigCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  public static CommandLine create(ConfigSource source, OptionKeys keys) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigShowCommand(source, keys))
        .addSubcommand(new ConfigPathCommand(source, keys))
        .addSubcommand(new ConfigProfilesCommand(source, keys))
        .addSubcommand(new ConfigCheckCommand(source, keys))
        .addSubcommand(new ConfigExampleCommand(keys));
  }

  @Override
  public Integer call() {
    throw new UsageException("config: no command given; see 'resil config --help'");
  }
}
