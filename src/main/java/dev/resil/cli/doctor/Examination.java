package dev.resil.cli.doctor;

import dev.resil.doctor.Checkup;
import java.util.List;
import java.util.Optional;

/** Examines this machine. */
public interface Examination {
  /**
   * The result; nothing remains of the trials.
   *
   * @param statePlace the value of {@code --state}
   */
  Checkup of(
      Checkup.Version program,
      List<Checkup.Configuration> configuration,
      Optional<String> statePlace);
}
