package dev.resil.cli;

import picocli.CommandLine.Option;

/** The option that every subcommand has. */
final class HelpOption {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;
}
