package dev.resil.cli.options;

import picocli.CommandLine.Option;

/** The option that makes unusable state an error. */
public final class StrictStateOption {
  @Option(
      names = "--strict-state",
      description =
          "Exit 125 if state cannot be read or written, instead of treating the breaker as"
              + " closed.")
  private boolean strict;

  public boolean isStrict() {
    return strict;
  }
}
