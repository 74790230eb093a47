package dev.resil.limit;

import java.time.Duration;
import java.time.Instant;

/** How long a permit or a place in the queue is valid. */
final class Leases {
  private Leases() {}

  /**
   * Whether a lease is valid.
   *
   * @param seen whether it is valid without renewal if the owner can be seen to live
   */
  static boolean isValid(
      Owner owner, Instant renewed, Duration lease, Instant now, Life.Of lives, boolean seen) {
    boolean fresh = Duration.between(earlier(renewed, now), now).compareTo(lease) < 0;
    return switch (lives.of(owner.holder())) {
      case GONE -> false;
      case ALIVE -> seen || fresh;
      case UNKNOWN -> fresh;
    };
  }

  /** The earlier of the two: no stored event can have happened in the future. */
  static Instant earlier(Instant stored, Instant now) {
    return stored.isAfter(now) ? now : stored;
  }
}
