package dev.resil.cli.options;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for the location of state. */
public final class StateOptions {
  @Option(
      names = "--state",
      paramLabel = "PLACE",
      description =
          "Location of state: a folder, or redis://HOST[,DIR] to share it between hosts"
              + " (default: $RESIL_STATE, else ~/.local/state/resil).")
  private String state;

  /** The value of {@code --state}. */
  public Optional<String> folder() {
    return Optional.ofNullable(state);
  }
}
