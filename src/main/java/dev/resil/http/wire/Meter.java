package dev.resil.http.wire;

import java.util.function.LongSupplier;

/**
 * Counts the bytes of a request and its answer, and the time spent waiting for the network; time in
 * which resil itself pauses, or writes to a disk, does not count. One thread makes the request,
 * another reads the meter.
 */
public final class Meter {
  private final LongSupplier clock;
  private long bytes;
  private long waited;
  private long silent;
  private long since;
  private boolean waiting;
  private boolean patient;

  /**
   * A meter at zero.
   *
   * @param clock monotonic, in nanoseconds
   */
  public Meter(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * What has happened so far.
   *
   * @param bytes moved in both directions
   * @param waited the time spent waiting for the network, in nanoseconds
   * @param silent how much of that time has passed since the last byte
   * @param patient whether the request was sent and no byte of its answer has arrived
   */
  public record Reading(long bytes, long waited, long silent, boolean patient) {}

  /** Reads the meter. May be called from any thread. */
  public synchronized Reading read() {
    long current = waiting ? clock.getAsLong() - since : 0;
    return new Reading(bytes, waited + current, silent + current, patient);
  }

  /** A wait for the network begins. */
  synchronized void begin() {
    waiting = true;
    since = clock.getAsLong();
  }

  /**
   * The wait has ended.
   *
   * @param moved the number of bytes that were moved; negative at the end of a stream
   */
  synchronized void end(long moved) {
    long current = clock.getAsLong() - since;
    waiting = false;
    waited += current;
    silent = moved > 0 ? 0 : silent + current;
    bytes += Math.max(0, moved);
  }

  /** The wait for an answer begins or ends. */
  synchronized void patient(boolean now) {
    patient = now;
  }
}
