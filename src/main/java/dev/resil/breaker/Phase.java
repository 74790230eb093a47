package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

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

    /** HALF_OPEN after it, without probes. A user's decision starts the count afresh. */
    HalfOpen halfOpen() {
      return new HalfOpen(0, 0, List.of(), reopenings());
    }

    /** How often it has opened again from HALF_OPEN since it was CLOSED; 0 if forced. */
    public int reopenings() {
      return hold instanceof Hold.Recovery recovery ? recovery.reopenings() : 0;
    }

    /** The total time in OPEN; empty: until reset. */
    public Optional<Duration> length(BreakerPolicy policy) {
      return switch (hold) {
        case Hold.Recovery recovery -> Optional.of(policy.timeInOpen(recovery));
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
   * @param reopenings how often it has opened again since it was CLOSED
   */
  record HalfOpen(int successes, long granted, List<Lease> leases, int reopenings)
      implements Phase {

    /** Keeps the leases unmodifiable. */
    public HalfOpen {
      leases = List.copyOf(leases);
    }

    HalfOpen notAfter(Instant now) {
      return with(leases.stream().map(lease -> lease.notAfter(now)).toList());
    }

    HalfOpen with(List<Lease> held) {
      return new HalfOpen(successes, granted, held, reopenings);
    }

    /** OPEN after a failed probe. */
    Open reopened(Instant now, long generation) {
      return new Open(
          now,
          new Hold.Recovery(
              Statistics.increment(reopenings), Hold.Recovery.chance(now, generation)));
    }

    @Override
    public Kind kind() {
      return Kind.HALF_OPEN;
    }
  }

  /** How long OPEN lasts. */
  sealed interface Hold {
    /**
     * It opened by itself, for the policy's recovery timeout.
     *
     * @param reopenings how often it has opened again from HALF_OPEN since it was CLOSED
     * @param jitter from 0 to 1, how much shorter that makes this time in OPEN; kept here, so that
     *     all readers agree on its end
     */
    record Recovery(int reopenings, double jitter) implements Hold {
      /** It opened from CLOSED. */
      static final Recovery FIRST = new Recovery(0, 0);

      private static final double STEPS = 10_000;

      /**
       * Checks the ranges.
       *
       * @throws IllegalArgumentException if a number is out of range
       */
      public Recovery {
        PolicyChecks.atLeast("reopenings", reopenings, 0);
        if (!(jitter >= 0 && jitter <= 1)) {
          throw new IllegalArgumentException(
              "jitter %s: must be between 0 and 1".formatted(jitter));
        }
      }

      /**
       * A jitter that differs between breakers: no two hosts open theirs in the same nanosecond.
       * The same event gives the same jitter, whoever applies it.
       */
      private static double chance(Instant now, long generation) {
        long seed = (now.getEpochSecond() * 1_000_000_000 + now.getNano()) ^ (generation << 32);
        return Math.floor(new SplittableRandom(seed).nextDouble() * STEPS) / STEPS;
      }
    }

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
