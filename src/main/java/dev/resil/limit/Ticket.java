package dev.resil.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * A place in the queue. It is lost when its owner is gone, or has not asked for some time: a
 * stopped process must not keep others waiting.
 *
 * @param demand what its owner waits for
 * @param owner who waits
 * @param since when the wait began
 * @param renewed when the owner last asked
 */
public record Ticket(Demand demand, Owner owner, Instant since, Instant renewed) {
  /** The longest time between two requests of a waiting owner. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  boolean isValid(Instant now, Life.Of lives) {
    return Leases.isValid(owner, renewed, PATIENCE, now, lives, false);
  }

  boolean isOf(Owner other, Kind kind) {
    return owner.run().equals(other.run()) && demand.kind() == kind;
  }

  /** Whether it must be written again, so that others see that the owner lives. */
  boolean isStale(Instant now) {
    return renewed.plus(PATIENCE.dividedBy(3)).isBefore(now);
  }

  Ticket renewed(Instant now) {
    return new Ticket(demand, owner, since, now);
  }

  Ticket notAfter(Instant now) {
    return since.isAfter(now) || renewed.isAfter(now)
        ? new Ticket(demand, owner, Leases.earlier(since, now), Leases.earlier(renewed, now))
        : this;
  }
}
