package dev.resil.doctor;

import java.util.List;
import java.util.Optional;

/** Checkups of no machine. */
public final class Checkups {
  private Checkups() {}

  /** One that found no problem. */
  public static Checkup healthy(
      Checkup.Version program,
      List<Checkup.Configuration> configuration,
      Optional<String> statePlace) {
    return new Checkup(
        program,
        new Host("Linux", "6.1", "amd64", Optional.empty(), "musl", 1, 0, true),
        Optional.empty(),
        new Terminal(List.of(), 0, Optional.empty()),
        configuration,
        List.of(),
        Optional.empty(),
        List.of());
  }
}
