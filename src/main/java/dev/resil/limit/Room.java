package dev.resil.limit;

import dev.resil.limit.Answer.Why;
import java.time.Duration;
import java.util.Optional;

/**
 * What is left of a limit for the next in the queue.
 *
 * @param places how many more may hold a permit
 * @param starts how many more may begin
 * @param waiting how many before it wait for a start
 */
record Room(long places, long starts, long waiting) {
  static Room in(LimitState state, Demand demand) {
    long places =
        demand.most().isPresent()
            ? (long) demand.most().getAsInt() - state.holds(demand.kind()).size()
            : Long.MAX_VALUE;
    long starts =
        demand.rate().isPresent() ? state.bucket().orElseThrow().permits() : Long.MAX_VALUE;
    return new Room(places, starts, 0);
  }

  boolean hasPlace() {
    return places > 0;
  }

  boolean admits(Demand demand) {
    return (demand.most().isEmpty() || places > 0) && (demand.rate().isEmpty() || starts > 0);
  }

  /** What is left once another one has begun, if it can. */
  Room without(Demand other) {
    long more = waiting + (other.rate().isPresent() ? 1 : 0);
    return admits(other)
        ? new Room(
            places - (other.most().isPresent() ? 1 : 0),
            starts - (other.rate().isPresent() ? 1 : 0),
            more)
        : new Room(places, starts, more);
  }

  /** What is missing. */
  Why lacking(LimitState state, Demand demand) {
    Room all = in(state, demand);
    if (!all.hasPlace()) {
      return demand.kind() == Kind.LOCK ? Why.LOCKED : Why.CONCURRENCY;
    }
    return all.starts() <= 0 ? Why.RATE : Why.QUEUE;
  }

  /** When it may begin, if only the rate is in the way. */
  Optional<Duration> until(LimitState state, Demand demand) {
    return demand.rate().isPresent() && hasPlace()
        ? state.bucket().map(bucket -> bucket.until(waiting + 1))
        : Optional.empty();
  }
}
