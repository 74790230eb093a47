package dev.resil.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * A permit in use. It is free again when its owner returns it or is seen to be gone. If nobody can
 * see the owner, from another host or namespace, it is free once the lease has not been renewed.
 *
 * @param number grows with each permit of a limit; a lock's fencing number
 * @param kind what it is for
 * @param owner who has it
 * @param since when it was granted
 * @param renewed when the owner last said that it lives
 * @param lease how long that holds
 */
public record Hold(
    long number, Kind kind, Owner owner, Instant since, Instant renewed, Duration lease) {
  boolean isHeld(Instant now, Life.Of lives) {
    return Leases.isValid(owner, renewed, lease, now, lives, true);
  }

  /** A clock that was set back must not prolong the lease. */
  Hold notAfter(Instant now) {
    return since.isAfter(now) || renewed.isAfter(now)
        ? new Hold(
            number, kind, owner, Leases.earlier(since, now), Leases.earlier(renewed, now), lease)
        : this;
  }

  Hold renewed(Instant now) {
    return new Hold(number, kind, owner, since, now, lease);
  }
}
