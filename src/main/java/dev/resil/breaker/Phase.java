package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The phase of a breaker, with the data of that phase. */
public sealed interface Phase {
  /** The name of a phase, as users and state files spell it. */
  enum Kind {
    /** Calls are permitted and watched. */
    CLOSED,
    /** Calls are rejected. */
    OPEN,
    /** A few calls are permitted as probes. */
    HALF_OPEN
  }

  /** The phase's name. */
  Kind kind();

  /** Orders phases: a stricter one permits fewer calls. */
  default int strictness() {
    return switch (kind()) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  /**
   * Calls are permitted.
   *
   * @param consecutiveFailures failures since the last success
   * @param window the calls of the rate
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
   * @param hold how long it stays open
   */
  record Open(Instant since, Hold hold) implements Phase {
    @Override
    public Kind kind() {
      return Kind.OPEN;
    }

    /**
     * The remaining time in OPEN; empty if only a reset ends it. A {@code since} in the future
     * comes from a clock that was set back: it counts as now, so that OPEN lasts at most its full
     * length from now.
     */
    public Optional<Duration> remaining(Instant now, BreakerPolicy policy) {
      return length(policy)
          .map(length -> length.minus(Duration.between(StoredTimes.notAfter(since, now), now)));
    }

    /** The total time in OPEN; empty: until reset. */
    Optional<Duration> length(BreakerPolicy policy) {
      return switch (hold) {
        case Hold.Recovery _ -> Optional.of(policy.recoveryTimeout());
        case Hold.For forced -> Optional.of(forced.time());
        case Hold.UntilReset _ -> Optional.empty();
      };
    }
  }

  /**
   * Probes are permitted.
   *
   * @param successes of probes so far
   * @param granted the number of leases granted, which numbers the last one
   * @param leases the leases held
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
    /** It opened by itself, for the policy's recovery timeout. */
    record Recovery() implements Hold {}

    /**
     * Forced open for a time.
     *
     * @param time not negative, at most {@link BreakerPolicy#LONGEST}
     */
    record For(Duration time) implements Hold {
      /**
       * Checks the range.
       *
       * @throws IllegalArgumentException if the time is negative
       */
      public For {
        time = PolicyChecks.clamped("forced_for", time);
      }
    }

    /** Forced open until reset. */
    record UntilReset() implements Hold {}
  }
}
