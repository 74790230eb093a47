package dev.resil.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where state lies. */
final class StateOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The folder of the breakers' state (default: $RESIL_STATE, else"
              + " ~/.local/state/resil).")
  private String state;

  /** The folder that was named. */
  Optional<String> folder() {
    return Optional.ofNullable(state);
  }
}
