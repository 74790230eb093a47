package dev.resil.redis;

import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The tries of one write that other writers of the record were quicker than. */
final class Contention {
  /** The first tries follow at once: the record that is there now came with the answer. */
  private static final int AT_ONCE = 2;

  /** How often the longest pause between two tries doubles: from 2 to 64 ms. */
  private static final int LAST_DOUBLING = 6;

  private final RedisFailures failures;
  private final LongSupplier random;
  private final Pause pause;
  private int lost;
  private Optional<String> id = Optional.empty();

  /** Waits. */
  interface Pause {
    void take(Duration time) throws StateException;
  }

  Contention(RedisFailures failures, LongSupplier random, Pause pause) {
    this.failures = failures;
    this.random = random;
    this.pause = pause;
  }

  /** Names what is written: the same in each try, since one whose reply was lost may be there. */
  String id() {
    if (id.isEmpty()) {
      id = Optional.of(FactLog.newId(random));
    }
    return id.get();
  }

  /**
   * Notes that another writer was quicker. After many, pauses for a random time, so that writers do
   * not keep colliding.
   *
   * @return whether it paused: the record may have changed since
   * @throws StateException if there is no time for another try
   */
  boolean lost(TransactionLimit limit) throws StateException {
    lost++;
    if (limit.remainingNanos() == 0) {
      throw busy();
    }
    if (lost <= AT_ONCE) {
      return false;
    }
    // exponential backoff with full jitter (see Jitter), and time left for the try
    long longest = (1L << Math.min(lost - AT_ONCE, LAST_DOUBLING)) * 1_000_000L;
    long time = Math.floorMod(random.getAsLong(), longest);
    pause.take(Duration.ofNanos(Math.min(time, limit.remainingNanos() / 2)));
    return true;
  }

  /** The failure to report: a server that answered each try in time is not to blame. */
  StateException blamed(StateException failure, TransactionLimit limit) {
    return lost > 0 && limit.remainingNanos() == 0 ? busy() : failure;
  }

  private StateException busy() {
    return failures.problem(
        Problem.BUSY,
        "other processes changed the record %d times meanwhile: raise the timeout with '?timeout=1s'"
                .formatted(lost)
            + " in the URL");
  }
}
