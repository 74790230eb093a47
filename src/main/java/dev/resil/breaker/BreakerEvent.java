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
   * @param host where it asks; only a policy with a quorum looks at it
   */
  record Ask(String holder, Duration lease, Predicate<String> alive, String host)
      implements BreakerEvent {
    /** A call of no particular host. */
    public Ask(String holder, Duration lease, Predicate<String> alive) {
      this(holder, lease, alive, "");
    }

    @Override
    public Ask on(String here) {
      return new Ask(holder, lease, alive, here);
    }
  }

  /**
   * A call ended.
   *
   * @param permit what it was let through on; empty for a call that never asked and counts for the
   *     breaker as it is now
   * @param verdict what its outcome means
   * @param took how long it took
   * @param outcome in a user's words, e.g. {@code exit:7}; may be empty
   * @param host where it was made; only a policy with a quorum looks at it
   */
  record Report(
      Optional<Permit> permit, Verdict verdict, Duration took, String outcome, String host)
      implements BreakerEvent {
    /** A call of no particular host. */
    public Report(Optional<Permit> permit, Verdict verdict, Duration took, String outcome) {
      this(permit, verdict, took, outcome, "");
    }

    @Override
    public Report on(String here) {
      return new Report(permit, verdict, took, outcome, here);
    }

    Report with(Optional<Permit> other) {
      return new Report(other, verdict, took, outcome, host);
    }

    /** Whether it steers the breaker of a generation. */
    boolean isOf(long generation) {
      return permit.filter(p -> p.generation() != generation).isEmpty();
    }

    boolean isSlow(BreakerPolicy policy) {
      return verdict != Verdict.NEUTRAL && policy.isSlow(took);
    }

    /** Whether it ends HALF_OPEN where it is a probe's. */
    boolean isBad(BreakerPolicy policy) {
      return verdict == Verdict.FAILURE || isSlow(policy);
    }
  }

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

  /** The event as one of a host, where it makes a difference whose it is. */
  default BreakerEvent on(String here) {
    return this;
  }
}
