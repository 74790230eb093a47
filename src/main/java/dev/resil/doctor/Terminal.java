package dev.resil.doctor;

import dev.resil.posix.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The standard streams.
 *
 * @param on those that are a terminal
 * @param columns the width of the terminal on stderr, on which resil draws; 0 if it is none
 * @param kind {@code TERM}
 */
public record Terminal(List<String> on, int columns, Optional<String> kind) {
  private static final List<String> STREAMS = List.of("stdin", "stdout", "stderr");

  /** Keeps the list unmodifiable. */
  public Terminal {
    on = List.copyOf(on);
  }

  /** Those of this process. */
  public static Terminal find(Posix posix) {
    List<String> on = new ArrayList<>();
    for (int i = 0; i < STREAMS.size(); i++) {
      if (posix.isTerminal(i)) {
        on.add(STREAMS.get(i));
      }
    }
    return new Terminal(
        on,
        posix.terminalColumns(STREAMS.indexOf("stderr")),
        posix.variable("TERM").filter(name -> !name.isEmpty()));
  }
}
