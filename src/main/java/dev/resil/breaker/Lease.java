package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * A probe's permit. It is free again when the probe reports, when its holder is gone or when its
 * time is over, whichever comes first: a holder that was killed blocks nobody.
 *
 * @param number its number within one HALF_OPEN, from 1
 * @param holder names the process that holds it, in a form that only the asker understands
 * @param granted when it was given
 * @param length how long it is good for
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
