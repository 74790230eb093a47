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
 */
public record BreakerState(
    Phase phase,
    long generation,
    Statistics statistics,
    Optional<LastFailure> lastFailure,
    List<Change> history) {

  /** How many changes of phase are remembered. */
  public static final int HISTORY = 20;

  /** A breaker that never saw a call. */
  public static final BreakerState FRESH =
      new BreakerState(Phase.Closed.FRESH, 0, Statistics.NONE, Optional.empty(), List.of());

  /** Keeps the history unmodifiable and short. */
  public BreakerState {
    history = List.copyOf(history.subList(Math.max(0, history.size() - HISTORY), history.size()));
  }

  BreakerState with(Phase next) {
    return new BreakerState(next, generation, statistics, lastFailure, history);
  }

  BreakerState with(Statistics next) {
    return new BreakerState(phase, generation, next, lastFailure, history);
  }

  BreakerState with(LastFailure next) {
    return new BreakerState(phase, generation, statistics, Optional.of(next), history);
  }

  BreakerState changed(Phase next, Instant at, Change.Cause cause) {
    List<Change> changes = new ArrayList<>(history);
    changes.add(new Change(at, phase.kind(), next.kind(), cause));
    return new BreakerState(
        next, Statistics.increment(generation), statistics.withChange(), lastFailure, changes);
  }
}
