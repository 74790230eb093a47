package dev.resil.cli.config;

import dev.resil.cli.options.HelpOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resil config example}. */
@Command(
    name = "example",
    header = "Print a configuration file with every option, commented out.",
    customSynopsis = "resil config example",
    footer = {"", "Examples:", "  resil config example"})
final class ConfigExampleCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final OptionKeys keys;

  ConfigExampleCommand(OptionKeys keys) {
    this.keys = keys;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(new ConfigExample(keys).text());
    out.flush();
    return 0;
  }
}
