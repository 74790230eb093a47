package dev.resil.app;

import dev.resil.breaker.store.BreakerGuard;
import dev.resil.breaker.store.GuardPolicyJson;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.cli.options.BreakerSettings;
import dev.resil.cli.options.StateAccess;
import dev.resil.io.EventLoop;
import dev.resil.io.Stderr;
import dev.resil.json.JsonPart;
import dev.resil.posix.Posix;
import dev.resil.run.Gate;
import dev.resil.run.Judge;
import dev.resil.run.RunListener;
import dev.resil.run.Time;
import dev.resil.state.StateStore;
import dev.resil.state.Stores;
import dev.resil.text.Printable;
import java.time.Duration;
import java.util.Optional;

/** Wires the parts that only breakers need, so that a run without one does not load them. */
public final class BreakerAssembly implements StateAccess {
  private static final int STDOUT = 1;

  /** The lease of a probe without a timeout, if other processes cannot see that it is gone. */
  private static final Duration LONGEST_PROBE = Duration.ofHours(1);

  /** The extra time of an attempt after its timeout, for its termination and a busy machine. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /**
   * The gate of a run that a breaker guards.
   *
   * @param store the breaker's store
   * @param longest the maximum duration of an attempt, including its termination; empty if unknown
   */
  static Gate gate(
      BreakerSettings breaker, StateStore store, Optional<Duration> longest, RunListener listener) {
    StoredBreaker stored = new StoredBreaker(store, breaker.name(), Optional.of(breaker.policy()));
    BreakerGuard.Terms terms = new BreakerGuard.Terms(lease(longest), breaker.strict());
    return Gate.of(new BreakerGuard(stored, breaker.name(), terms, listener), breaker.whenOpen());
  }

  private static Duration lease(Optional<Duration> longest) {
    return longest.map(limit -> limit.plus(GRACE)).orElse(LONGEST_PROBE);
  }

  /** The policy in force, for a report. */
  static JsonPart policy(BreakerSettings breaker, Judge judge) {
    return new GuardPolicyJson(breaker.policy(), judge.failure(), breaker.whenOpen());
  }

  @Override
  public StateStore store(Optional<String> place, boolean strict) {
    return stores(place, strict).records();
  }

  @Override
  public Stores stores(Optional<String> place) {
    return stores(place, false);
  }

  private static Stores stores(Optional<String> place, boolean strict) {
    Stderr stderr = new Stderr(Posix.get());
    return StateStores.stores(
        place, strict, notice -> stderr.line("resil: " + Printable.of(notice)));
  }

  @Override
  public Time time() {
    EventLoop events = EventLoop.open(Posix.get());
    events.hasNoCommand();
    return events;
  }

  @Override
  public boolean onTerminal() {
    return Posix.get().isTerminal(STDOUT);
  }
}
