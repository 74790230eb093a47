package dev.resil.breaker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a breaker remembers.
 *
 * @param phase where it stands
 * @param generation grows with every change of phase and every reset, so that a report tells
 *     whether its call was let through under the rules of now
 * @param statistics what it saw
 * @param lastFailure the latest failed call
 * @param history the last {@value #HISTORY} changes of phase, the oldest first
 * @param hosts what each host saw, where a quorum decides, who called last coming last
 */
public record BreakerState(
    Phase phase,
    long generation,
    Statistics statistics,
    Optional<LastFailure> lastFailure,
    List<Change> history,
    List<HostBreaker> hosts) {

  /** How many changes of phase are remembered. */
  public static final int HISTORY = 20;

  /** A breaker that never saw a call. */
  public static final BreakerState FRESH =
      new BreakerState(
          Phase.Closed.FRESH, 0, Statistics.NONE, Optional.empty(), List.of(), List.of());

  /** Keeps the lists unmodifiable, and the history short. */
  public BreakerState {
    history = List.copyOf(history.subList(Math.max(0, history.size() - HISTORY), history.size()));
    hosts = List.copyOf(hosts);
  }

  /** What a host saw; empty where nothing is kept of it. */
  public Optional<HostBreaker> host(String name) {
    return hosts.stream().filter(witness -> witness.host().equals(name)).findAny();
  }

  /** The phase by which a host's calls are judged: its own where that is the stricter one. */
  public Phase phaseFor(String host) {
    return host(host)
        .map(witness -> witness.own().phase())
        .filter(own -> own.strictness() > phase.strictness())
        .orElse(phase);
  }

  BreakerState with(Phase next) {
    return new BreakerState(next, generation, statistics, lastFailure, history, hosts);
  }

  BreakerState with(Statistics next) {
    return new BreakerState(phase, generation, next, lastFailure, history, hosts);
  }

  BreakerState with(LastFailure next) {
    return new BreakerState(phase, generation, statistics, Optional.of(next), history, hosts);
  }

  BreakerState with(List<HostBreaker> next) {
    return new BreakerState(phase, generation, statistics, lastFailure, history, next);
  }

  BreakerState withoutHistory() {
    return new BreakerState(phase, generation, statistics, lastFailure, List.of(), List.of());
  }

  BreakerState changed(Phase next, Instant at, Change.Cause cause) {
    List<Change> changes = new ArrayList<>(history);
    changes.add(new Change(at, phase.kind(), next.kind(), cause));
    return new BreakerState(
        next,
        Statistics.increment(generation),
        statistics.withChange(),
        lastFailure,
        changes,
        hosts);
  }
}
