package dev.resil.cli.options;

import picocli.CommandLine.Option;

/** The option common to every subcommand. */
public final class HelpOption {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;
}
