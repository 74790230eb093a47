package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * The permit of a probe. It is free again when the probe reports, its holder dies or the lease
 * expires, whichever comes first, so that a killed holder blocks no other caller.
 *
 * @param number its number within one HALF_OPEN, from 1
 * @param holder names the process that holds it, in an opaque form
 * @param granted when it was granted
 * @param length how long it is valid
 */
public record Lease(long number, String holder, Instant granted, Duration length) {
  /** Clamps the length to {@link BreakerPolicy#LONGEST}. */
  public Lease {
    length = PolicyChecks.clamped("lease", length);
  }

  boolean isHeld(Instant now, Predicate<String> alive) {
    return remaining(now).isPositive() && alive.test(holder);
  }

  Duration remaining(Instant now) {
    return length.minus(Duration.between(StoredTimes.notAfter(granted, now), now));
  }

  Lease notAfter(Instant now) {
    return granted.isAfter(now) ? new Lease(number, holder, now, length) : this;
  }
}
