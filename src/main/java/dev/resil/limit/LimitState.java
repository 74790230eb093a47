package dev.resil.limit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The state of a limit.
 *
 * @param lastNumber the number of the last permit
 * @param holds the permits in use, oldest first
 * @param queue who waits, longest first
 * @param bucket the rate, once one was asked for
 * @param most the last number of attempts at the same time that was asked for
 * @param ledger the retries, once a budget for them was asked for
 * @param granted how many permits were granted
 * @param refused how many requests ended without one
 */
public record LimitState(
    long lastNumber,
    List<Hold> holds,
    List<Ticket> queue,
    Optional<Bucket> bucket,
    OptionalInt most,
    Optional<Ledger> ledger,
    long granted,
    long refused) {
  /** A new limit. */
  public static final LimitState NEW =
      new LimitState(
          0, List.of(), List.of(), Optional.empty(), OptionalInt.empty(), Optional.empty(), 0, 0);

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

  LimitState withHolds(List<Hold> other) {
    return new LimitState(lastNumber, other, queue, bucket, most, ledger, granted, refused);
  }

  LimitState withQueue(List<Ticket> other) {
    return new LimitState(lastNumber, holds, other, bucket, most, ledger, granted, refused);
  }

  LimitState withBucket(Bucket other) {
    return new LimitState(
        lastNumber, holds, queue, Optional.of(other), most, ledger, granted, refused);
  }

  LimitState withLedger(Ledger other) {
    return new LimitState(
        lastNumber, holds, queue, bucket, most, Optional.of(other), granted, refused);
  }
}
