package dev.resil.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one host saw of a breaker that a {@link Quorum} of hosts decides about: a breaker of its
 * own, which sees that host's calls only and judges them by the same policy.
 *
 * @param host the host's name
 * @param lastCall when its last call was reported
 * @param own its breaker, without a history
 */
public record HostBreaker(String host, Instant lastCall, BreakerState own) {
  /**
   * A share of the hosts is taken of those that called in this time, where no window says which.
   */
  private static final Duration MEMORY = Duration.ofHours(1);

  /** Leaves the history away: there may be hundreds of hosts in one record. */
  public HostBreaker {
    own = own.withoutHistory();
  }

  /** Whether it called lately: within the policy's window, else within an hour. */
  public boolean isRecent(Instant now, BreakerPolicy policy) {
    Duration memory =
        policy.threshold() instanceof Threshold.Rate(Threshold.LastTime last, _, _)
            ? last.time()
            : MEMORY;
    return Duration.between(StoredTimes.notAfter(lastCall, now), now).compareTo(memory) <= 0;
  }

  /**
   * Whether it sees the service fail: it called lately, and its last call failed, or its calls in
   * the window reach the rate, however few they are; or it has opened the breaker for itself.
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

  /** Nothing that it saw counts any more, but for its statistics. */
  HostBreaker forgetful() {
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
