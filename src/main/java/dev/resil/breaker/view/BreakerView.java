package dev.resil.breaker.view;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Change;
import dev.resil.breaker.Decision;
import dev.resil.breaker.HostBreaker;
import dev.resil.breaker.Phase;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.state.Holders;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A breaker at a point in time: the stored state, brought up to date.
 *
 * @param name its name
 * @param policy the last policy in force
 * @param state as of now
 * @param now the time
 * @param decision the answer to a call that asked now
 */
public record BreakerView(
    BreakerName name, BreakerPolicy policy, BreakerState state, Instant now, Decision decision) {

  /** A stored breaker as of now. */
  public static BreakerView of(BreakerRecord record, Instant now, Holders holders) {
    BreakerState state =
        Breaker.apply(record.state(), new BreakerEvent.Expire(), now, record.policy()).state();
    Decision decision =
        Breaker.apply(
                state,
                new BreakerEvent.Ask(
                    holders.self(), Duration.ZERO, holders::isAlive, host(record, holders)),
                now,
                record.policy())
            .decision();
    return new BreakerView(record.name(), record.policy(), state, now, decision);
  }

  private static String host(BreakerRecord record, Holders holders) {
    return record.policy().quorum().isPresent() ? holders.host() : "";
  }

  /** Whether a call would be permitted. */
  public boolean permitted() {
    return decision instanceof Decision.Permitted;
  }

  /** The longest time until a call is permitted; empty if one would be now, or unknown. */
  public Optional<Duration> nextProbe() {
    return switch (decision) {
      case Decision.Rejected rejected -> rejected.nextProbe();
      case Decision.Permitted _, Decision.Noted _ -> Optional.empty();
    };
  }

  /** The breakers of the hosts, ordered by name. */
  public List<HostBreaker> hosts() {
    return state.hosts().stream().sorted(Comparator.comparing(HostBreaker::host)).toList();
  }

  /** When it entered its state; empty: when it was created. */
  public Optional<Instant> since() {
    List<Change> history = state.history();
    return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast().at());
  }

  /** Whether a user forced it open. */
  public boolean isForced() {
    return state.phase() instanceof Phase.Open(Instant _, Phase.Hold hold)
        && !(hold instanceof Phase.Hold.Recovery);
  }
}
