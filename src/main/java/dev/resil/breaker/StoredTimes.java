package dev.resil.breaker;

import java.time.Instant;

/** Stored times against a clock that may have been put back since. */
final class StoredTimes {
  private StoredTimes() {}

  /** The earlier of the two: nothing that is stored can have happened after now. */
  static Instant notAfter(Instant stored, Instant now) {
    return stored.isAfter(now) ? now : stored;
  }
}
