package dev.resil.breaker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The complete state of a breaker.
 *
 * @param phase the current phase
 * @param generation grows with every change of phase and every reset, so that a late report is
 *     recognised
 * @param statistics counts of calls
 * @param lastFailure the latest failed call
 * @param history the last {@value #HISTORY} changes of phase, the oldest first
 * @param hosts the breaker of each host, if a quorum decides, ordered by last call
 */
public record BreakerState(
    Phase phase,
    long generation,
    Statistics statistics,
    Optional<LastFailure> lastFailure,
    List<Change> history,
    List<HostBreaker> hosts) {

  /** The number of changes of phase kept. */
  public static final int HISTORY = 20;

  /** A breaker without any call. */
  public static final BreakerState FRESH =
      new BreakerState(
          Phase.Closed.FRESH, 0, Statistics.NONE, Optional.empty(), List.of(), List.of());

  /** Keeps the lists unmodifiable, and bounds the history. */
  public BreakerState {
    history = List.copyOf(history.subList(Math.max(0, history.size() - HISTORY), history.size()));
    hosts = List.copyOf(hosts);
  }

  /** The breaker of a host; empty if there is none. */
  public Optional<HostBreaker> host(String name) {
    return hosts.stream().filter(host -> host.host().equals(name)).findAny();
  }

  /** The phase that applies to a host's calls: its own phase if that is stricter. */
  public Phase phaseFor(String host) {
    return host(host)
        .map(breaker -> breaker.own().phase())
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
