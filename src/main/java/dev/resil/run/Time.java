package dev.resil.run;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** The time, as a run sees it. */
public interface Time {
  /** A monotonic clock for measuring and waiting, in nanoseconds from an arbitrary start. */
  long nanos();

  /** The wall clock, only for what is stored or shown. */
  Instant now();

  /**
   * Waits.
   *
   * @return the signal that stopped the run before the time was over
   */
  OptionalInt pause(Duration duration);
}
