package dev.resil.cli.config;

import dev.resil.config.ConfigView;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The configuration files of a command. */
public final class ConfigFiles {
  private ConfigFiles() {}

  /** The status of each place of a file, strongest first, for a command that is executed. */
  public static List<ConfigView.SeenFile> seen(
      ConfigSource source, OptionKeys keys, CommandSpec command) {
    return new ConfigLayers(source, keys, ConfiguredExecution.choice(command)).seen();
  }
}
