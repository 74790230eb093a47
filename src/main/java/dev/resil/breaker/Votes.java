package dev.resil.breaker;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the hosts say of a breaker that a quorum decides about.
 *
 * @param failing how many see the service fail
 * @param seen how many called lately
 * @param needed how many must see it fail before it opens for all
 */
public record Votes(int failing, int seen, int needed) {
  /** Counts them; empty where the policy has no quorum. */
  public static Optional<Votes> of(BreakerState state, Instant now, BreakerPolicy policy) {
    return policy.quorum().map(quorum -> count(state.hosts(), now, policy, quorum));
  }

  static Votes count(List<HostBreaker> hosts, Instant now, BreakerPolicy policy, Quorum quorum) {
    int seen = (int) hosts.stream().filter(host -> host.isRecent(now, policy)).count();
    int failing = (int) hosts.stream().filter(host -> host.seesFailure(now, policy)).count();
    return new Votes(failing, seen, quorum.needed(seen));
  }

  /** Whether enough of them see it fail. */
  public boolean suffice() {
    return failing >= needed;
  }
}
