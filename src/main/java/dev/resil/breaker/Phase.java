package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a breaker stands, with what it needs to know there and nothing else. */
public sealed interface Phase {
  /** The name of a phase, as users and state files spell it. */
  enum Kind {
    /** Calls are let through and watched. */
    CLOSED,
    /** Calls are rejected. */
    OPEN,
    /** A few calls are let through as probes. */
    HALF_OPEN
  }

  /** The phase's name. */
  Kind kind();

  /** Which of two phases lets fewer calls through. */
  default int strictness() {
    return switch (kind()) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  /**
   * Calls are let through.
   *
   * @param consecutiveFailures failures since the last success
   * @param window the calls that a rate is taken over
   */
  record Closed(int consecutiveFailures, Window window) implements Phase {
    static final Closed FRESH = new Closed(0, Window.Unused.INSTANCE);

    @Override
    public Kind kind() {
      return Kind.CLOSED;
    }
  }

  /**
   * Calls are rejected.
   *
   * @param since when it opened
   * @param hold how long it stays so
   */
  record Open(Instant since, Hold hold) implements Phase {
    @Override
    public Kind kind() {
      return Kind.OPEN;
    }

    /**
     * What is left of the time in OPEN; empty where only a reset ends it. A {@code since} in the
     * future comes from a clock that was put back: it counts as now, so a jump can lengthen OPEN to
     * its whole length from now and no further.
     */
    public Optional<Duration> remaining(Instant now, BreakerPolicy policy) {
      return length(policy)
          .map(length -> length.minus(Duration.between(StoredTimes.notAfter(since, now), now)));
    }

    /** How long it stays OPEN altogether; empty: until it is reset. */
    Optional<Duration> length(BreakerPolicy policy) {
      return switch (hold) {
        case Hold.Recovery _ -> Optional.of(policy.recoveryTimeout());
        case Hold.For forced -> Optional.of(forced.time());
        case Hold.UntilReset _ -> Optional.empty();
      };
    }
  }

  /**
   * Probes are let through.
   *
   * @param successes of probes so far
   * @param granted how many leases were given so far: the number of the last one
   * @param leases the permits that are out
   */
  record HalfOpen(int successes, long granted, List<Lease> leases) implements Phase {
    static final HalfOpen FRESH = new HalfOpen(0, 0, List.of());

    /** Keeps the leases unmodifiable. */
    public HalfOpen {
      leases = List.copyOf(leases);
    }

    HalfOpen notAfter(Instant now) {
      return new HalfOpen(
          successes, granted, leases.stream().map(lease -> lease.notAfter(now)).toList());
    }

    @Override
    public Kind kind() {
      return Kind.HALF_OPEN;
    }
  }

  /** How long OPEN lasts. */
  sealed interface Hold {
    /** As long as the policy's recovery timeout: it opened by itself. */
    record Recovery() implements Hold {}

    /**
     * Forced open for a time.
     *
     * @param time not negative; longer than {@link BreakerPolicy#LONGEST} means that
     */
    record For(Duration time) implements Hold {
      /**
       * Checks the range.
       *
       * @throws IllegalArgumentException where the time is negative
       */
      public For {
        time = PolicyChecks.clamped("forced_for", time);
      }
    }

    /** Forced open until somebody resets it. */
    record UntilReset() implements Hold {}
  }
}
