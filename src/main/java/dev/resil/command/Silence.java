package dev.resil.command;

import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Decides when a command has been silent for too long. Only time in which it could print counts:
 * not that in which it is stopped, waits for the reader of its output, or resil itself does not run
 * (a frozen container). All times are nanoseconds of a monotonic clock.
 */
final class Silence {
  /** resil is late by less if it runs at all. */
  private static final long LATE_NANOS = 1_000_000_000;

  private final Duration limit;
  private long since;
  private boolean stopped;

  /** The silence of a command that starts now. */
  Silence(Duration limit, long now) {
    this.limit = limit;
    this.since = now;
  }

  /** The longest silence. */
  Duration limit() {
    return limit;
  }

  /** The command was continued. */
  void continued(long at) {
    stopped = false;
    broken(at);
  }

  /** The command printed something. */
  void broken(long at) {
    if (at - since > 0) {
      since = at;
    }
  }

  /** The earliest time at which it can be too long. */
  Deadline end() {
    return Deadline.after(limit, since);
  }

  /**
   * Whether it is too long.
   *
   * @param waiting whether output waits for its reader, or for resil
   * @param isStopped whether the command is stopped; asked only if the time is over
   */
  boolean isTooLong(long now, boolean waiting, BooleanSupplier isStopped) {
    if (!end().isOver(now)) {
      return false;
    }
    boolean late = end().isOver(now - LATE_NANOS);
    boolean wasStopped = stopped;
    stopped = isStopped.getAsBoolean();
    if (waiting || late || stopped || wasStopped) {
      since = now; // if it was continued meanwhile, perhaps a moment ago
      return false;
    }
    return true;
  }
}
