package dev.resil.breaker;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The hosts' votes on a breaker with a quorum.
 *
 * @param failing the number of hosts that see failures
 * @param seen the number of hosts that called recently
 * @param needed the number of failing hosts that opens it for all
 */
public record Votes(int failing, int seen, int needed) {
  /** Counts the votes; empty if the policy has no quorum. */
  public static Optional<Votes> of(BreakerState state, Instant now, BreakerPolicy policy) {
    return policy.quorum().map(quorum -> count(state.hosts(), now, policy, quorum));
  }

  static Votes count(List<HostBreaker> hosts, Instant now, BreakerPolicy policy, Quorum quorum) {
    int seen = (int) hosts.stream().filter(host -> host.isRecent(now, policy)).count();
    int failing = (int) hosts.stream().filter(host -> host.seesFailure(now, policy)).count();
    return new Votes(failing, seen, quorum.needed(seen));
  }

  /** Whether enough hosts see failures. */
  public boolean suffice() {
    return failing >= needed;
  }
}
