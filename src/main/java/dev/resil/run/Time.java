package dev.resil.run;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** The clocks of a run. */
public interface Time {
  /** A monotonic clock for measuring and waiting, in nanoseconds from an arbitrary start. */
  long nanos();

  /** The wall clock, only for times that are stored or shown. */
  Instant now();

  /**
   * Waits. Notices a signal that arrived earlier, even if the duration is zero.
   *
   * @return the signal that stopped the run during the wait; empty for none
   */
  OptionalInt pause(Duration duration);

  /** The signal that has already stopped the run, without waiting; empty for none. */
  default OptionalInt interrupted() {
    return OptionalInt.empty();
  }
}
