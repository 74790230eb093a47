package dev.resil.limit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The state of a limit.
 *
 * @param counters what has happened so far
 * @param holds the permits in use, oldest first
 * @param queue who waits, longest first
 * @param bucket the rate, once one was asked for
 * @param most the last number of attempts at the same time that was asked for
 * @param ledger the retries, once a budget for them was asked for
 */
public record LimitState(
    Counters counters,
    List<Hold> holds,
    List<Ticket> queue,
    Optional<Bucket> bucket,
    OptionalInt most,
    Optional<Ledger> ledger) {
  /** A new limit. */
  public static final LimitState NEW =
      new LimitState(
          new Counters(0, 0, 0, 0, 0),
          List.of(),
          List.of(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty());

  /**
   * What has happened so far.
   *
   * @param lastNumber the number of the last permit
   * @param granted how many permits were granted
   * @param refused how many requests ended without one
   * @param freed how many permits and places in the queue were given up, or taken from their owners
   * @param departed how many have left the queue, with a permit or without
   */
  public record Counters(long lastNumber, long granted, long refused, long freed, long departed) {
    Counters withGranted(long number) {
      return new Counters(number, granted + 1, refused, freed, departed);
    }

    Counters withRefused() {
      return new Counters(lastNumber, granted, refused + 1, freed, departed);
    }

    private Counters withFreed(long permits, long places) {
      return new Counters(
          lastNumber, granted, refused, freed + permits + places, departed + places);
    }

    private Counters withServed(long more) {
      return new Counters(lastNumber, granted, refused, freed, departed + more);
    }
  }

  /** Copies the lists. */
  public LimitState {
    holds = List.copyOf(holds);
    queue = List.copyOf(queue);
  }

  /** The permits of a kind. */
  public List<Hold> holds(Kind kind) {
    return holds.stream().filter(hold -> hold.kind() == kind).toList();
  }

  /** The rate as of a time. */
  public Optional<Bucket> bucket(Instant now) {
    return bucket.map(stored -> stored.at(now, stored.rate()));
  }

  /** The retries as of a time. */
  public Optional<Ledger> ledger(Instant now) {
    return ledger.map(stored -> stored.at(now, stored.budget()));
  }

  LimitState withCounters(Counters other) {
    return new LimitState(other, holds, queue, bucket, most, ledger);
  }

  LimitState withHolds(List<Hold> other) {
    return new LimitState(counters, other, queue, bucket, most, ledger);
  }

  LimitState withQueue(List<Ticket> other) {
    return new LimitState(counters, holds, other, bucket, most, ledger);
  }

  LimitState withBucket(Bucket other) {
    return new LimitState(counters, holds, queue, Optional.of(other), most, ledger);
  }

  LimitState withMost(int other) {
    return new LimitState(counters, holds, queue, bucket, OptionalInt.of(other), ledger);
  }

  LimitState withLedger(Ledger other) {
    return new LimitState(counters, holds, queue, bucket, most, Optional.of(other));
  }

  /** Without some permits and places, which others can have now. */
  LimitState freeing(List<Hold> holdsLeft, List<Ticket> queueLeft) {
    return withHolds(holdsLeft)
        .withQueue(queueLeft)
        .withCounters(
            counters.withFreed(holds.size() - holdsLeft.size(), queue.size() - queueLeft.size()));
  }

  /** Without the places of those that have a permit now. */
  LimitState serving(List<Ticket> queueLeft) {
    return withQueue(queueLeft).withCounters(counters.withServed(queue.size() - queueLeft.size()));
  }
}
