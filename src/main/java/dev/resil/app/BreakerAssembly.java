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

/** Wires what only breakers need: a run without one does not load it. */
public final class BreakerAssembly implements StateAccess {
  private static final int STDOUT = 1;

  /** How long a probe without a limit keeps its permit where nobody can see that it is gone. */
  private static final Duration LONGEST_PROBE = Duration.ofHours(1);

  /** What an attempt may take beyond its timeout: its end, and a busy machine. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /**
   * The gate of a run that a breaker guards.
   *
   * @param store where it is kept
   * @param longest how long an attempt takes at most, its end included; empty where nobody knows
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
