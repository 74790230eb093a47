package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The breaker of one host, if a {@link Quorum} of hosts decides: it sees only that host's calls and
 * judges them by the same policy.
 *
 * @param host the host's name
 * @param lastCall when its last call was reported
 * @param own its state, without a history
 */
public record HostBreaker(String host, Instant lastCall, BreakerState own) {
  /**
   * Hosts that called within this time count for a percentage, if the policy has no time window.
   */
  private static final Duration MEMORY = Duration.ofHours(1);

  /** Drops the history, since a record may have hundreds of hosts. */
  public HostBreaker {
    own = own.withoutHistory();
  }

  /** Whether it called recently: within the policy's time window, else within an hour. */
  public boolean isRecent(Instant now, BreakerPolicy policy) {
    Duration memory =
        policy.threshold() instanceof Threshold.Rate(Threshold.LastTime last, _, _)
            ? last.time()
            : MEMORY;
    return Duration.between(StoredTimes.notAfter(lastCall, now), now).compareTo(memory) <= 0;
  }

  /**
   * Whether it sees failures: it called recently, and its last call failed, its calls in the window
   * reach the rate (however few they are), or its own breaker is not CLOSED.
   */
  public boolean seesFailure(Instant now, BreakerPolicy policy) {
    return isRecent(now, policy)
        && switch (own.phase()) {
          case Phase.Open _, Phase.HalfOpen _ -> true;
          case Phase.Closed(int inARow, Window window) ->
              switch (policy.threshold()) {
                case Threshold.Consecutive _ -> inARow > 0;
                case Threshold.Rate rate -> window.tally().isBad(rate, policy);
              };
        };
  }

  HostBreaker with(BreakerState next) {
    return new HostBreaker(host, lastCall, next);
  }

  /** The same host with its counters cleared, except for the statistics. */
  HostBreaker cleared() {
    return with(
        new BreakerState(
            Phase.Closed.FRESH,
            Statistics.increment(own.generation()),
            own.statistics(),
            own.lastFailure(),
            List.of(),
            List.of()));
  }
}
