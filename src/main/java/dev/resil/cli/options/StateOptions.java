package dev.resil.cli.options;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where state lies. */
public final class StateOptions {
  @Option(
      names = "--state",
      paramLabel = "PLACE",
      description =
          "Where state lies: a folder, or redis://HOST[,DIR] to share it with other hosts"
              + " (default: $RESIL_STATE, else ~/.local/state/resil).")
  private String state;

  /** The place that was named. */
  public Optional<String> folder() {
    return Optional.ofNullable(state);
  }
}
