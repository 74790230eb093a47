package dev.resil.breaker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** What can happen to a breaker. */
public sealed interface BreakerEvent {
  /**
   * A call asks to be let through.
   *
   * @param holder names the process that asks, for a lease
   * @param lease how long a probe may take before its permit is free again
   * @param alive whether the holder of an earlier lease still lives; where that can't be known it
   *     says that it does, and the lease's end decides
   */
  record Ask(String holder, Duration lease, Predicate<String> alive) implements BreakerEvent {}

  /**
   * A call ended.
   *
   * @param permit what it was let through on; empty for a call that never asked and counts for the
   *     breaker as it is now
   * @param verdict what its outcome means
   * @param took how long it took
   * @param outcome in a user's words, e.g. {@code exit:7}; may be empty
   */
  record Report(Optional<Permit> permit, Verdict verdict, Duration took, String outcome)
      implements BreakerEvent {}

  /** Somebody closes it and clears its counters. */
  record Reset() implements BreakerEvent {}

  /**
   * Somebody forces it open.
   *
   * @param time how long; empty: until it is reset
   */
  record ForceOpen(Optional<Duration> time) implements BreakerEvent {}

  /** Nothing but the passing of time. Every other event does this first. */
  record Expire() implements BreakerEvent {}
}
