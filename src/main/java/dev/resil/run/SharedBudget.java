package dev.resil.run;

import dev.resil.time.Deadline;
import java.util.Optional;

/** A budget for retries that processes share, as one run uses it. */
public interface SharedBudget {
  /**
   * Counts the run's first attempt.
   *
   * @param deadline the end of the run, which limits the wait for the store
   * @return the ending of the run; empty if the attempt may begin
   */
  Optional<Ending> begin(Deadline deadline);

  /**
   * Asks for a retry.
   *
   * @param deadline the end of the run, which limits the wait for the store
   * @return the ending of the run; empty if the retry may follow
   */
  Optional<Ending> retry(Deadline deadline);
}
