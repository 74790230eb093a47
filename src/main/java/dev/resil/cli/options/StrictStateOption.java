package dev.resil.cli.options;

import picocli.CommandLine.Option;

/** What happens where state can't be used. */
public final class StrictStateOption {
  @Option(
      names = "--strict-state",
      description =
          "Exit 125 where state cannot be read or written, instead of going on as if the breaker"
              + " were closed.")
  private boolean strict;

  public boolean isStrict() {
    return strict;
  }
}
