package dev.resil.cli.config;

import dev.resil.cli.options.HelpOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resil config path}. */
@Command(
    name = "path",
    header = "List the configuration files and their status.",
    customSynopsis = "resil config path [OPTIONS]",
    footer = {"", "Examples:", "  resil config path"})
final class ConfigPathCommand implements Callable<Integer> {
  @Mixin(name = "Configuration")
  private final ConfigOptions options = new ConfigOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final ConfigSource source;
  private final OptionKeys keys;

  ConfigPathCommand(ConfigSource source, OptionKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  @Override
  public Integer call() {
    ConfigLayers layers = new ConfigLayers(source, keys, options);
    PrintWriter out = spec.commandLine().getOut();
    layers.seen().forEach(file -> out.println(file.line()));
    out.flush();
    return 0;
  }
}
