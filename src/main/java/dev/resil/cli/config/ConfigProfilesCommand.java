package dev.resil.cli.config;

import dev.resil.cli.options.HelpOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resil config profiles}. */
@Command(
    name = "profiles",
    header = "List the names of the profiles, one per line.",
    customSynopsis = "resil config profiles [OPTIONS]",
    footer = {"", "Examples:", "  resil config profiles"})
final class ConfigProfilesCommand implements Callable<Integer> {
  @Mixin(name = "Configuration")
  private final ConfigOptions options = new ConfigOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final ConfigSource source;
  private final OptionKeys keys;

  ConfigProfilesCommand(ConfigSource source, OptionKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  @Override
  public Integer call() {
    ConfigLayers layers = new ConfigLayers(source, keys, options);
    PrintWriter out = spec.commandLine().getOut();
    layers.places().stream()
        .filter(place -> source.exists(place.file()) && layers.reasonToDistrust(place).isEmpty())
        .flatMap(place -> layers.read(place.file()).profiles().keySet().stream())
        .distinct()
        .sorted()
        .forEach(out::println);
    out.flush();
    return 0;
  }
}
