package dev.resil.run;

import dev.resil.time.Deadline;
import java.util.Optional;

/** Holds each attempt back until something is ready for it. */
public interface Barrier {
  /** Holds nothing back. */
  Barrier NONE = _ -> Optional.empty();

  /**
   * Waits until an attempt may begin.
   *
   * @param deadline the end of the run
   * @return the ending of the run, if it waited in vain
   */
  Optional<Ending> await(Deadline deadline);
}
