package dev.resil.breaker;

import java.time.Instant;

/** Corrects stored times after a clock was set back. */
final class StoredTimes {
  private StoredTimes() {}

  /** The earlier of the two: no stored event can have happened in the future. */
  static Instant notAfter(Instant stored, Instant now) {
    return stored.isAfter(now) ? now : stored;
  }
}
