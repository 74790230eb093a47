package dev.resil.breaker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** An event of a breaker. */
public sealed interface BreakerEvent {
  /**
   * A call asks for a permit.
   *
   * @param holder names the asking process, for a lease
   * @param lease how long a probe holds its permit at most
   * @param alive whether the holder of an earlier lease is alive; true if that can't be known, so
   *     that the lease expires by time
   * @param host the calling host; used only with a quorum
   */
  record Ask(String holder, Duration lease, Predicate<String> alive, String host)
      implements BreakerEvent {
    /** A call without a host. */
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
   * @param permit its permit; empty for a call that never asked, which counts for the current
   *     generation
   * @param verdict the meaning of its outcome
   * @param took its duration
   * @param outcome as shown to users, e.g. {@code exit:7}; may be empty
   * @param host the calling host; used only with a quorum
   */
  record Report(
      Optional<Permit> permit, Verdict verdict, Duration took, String outcome, String host)
      implements BreakerEvent {
    /** A call without a host. */
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

    /** Whether it affects the breaker in a generation. */
    boolean isOf(long generation) {
      return permit.filter(p -> p.generation() != generation).isEmpty();
    }

    boolean isSlow(BreakerPolicy policy) {
      return verdict != Verdict.NEUTRAL && policy.isSlow(took);
    }

    /** Whether it ends HALF_OPEN, if it is a probe's. */
    boolean isBad(BreakerPolicy policy) {
      return verdict == Verdict.FAILURE || isSlow(policy);
    }
  }

  /**
   * A call was rejected, by an {@link Ask} of a state that may have changed meanwhile. It only
   * counts.
   *
   * @param thisHostOnly whether the host's own breaker rejected it
   * @param host the calling host; used only with a quorum
   */
  record Rejected(boolean thisHostOnly, String host) implements BreakerEvent {
    @Override
    public Rejected on(String here) {
      return new Rejected(thisHostOnly, here);
    }
  }

  /** A user closes it and clears its counters. */
  record Reset() implements BreakerEvent {}

  /**
   * A user forces it open.
   *
   * @param time how long; empty: until reset
   */
  record ForceOpen(Optional<Duration> time) implements BreakerEvent {}

  /** The passing of time, which every other event applies first. */
  record Expire() implements BreakerEvent {}

  /** The event on a host, if the host makes a difference. */
  default BreakerEvent on(String here) {
    return this;
  }
}
