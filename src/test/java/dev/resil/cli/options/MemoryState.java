package dev.resil.cli.options;

import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.limit.store.LimitFormat;
import dev.resil.limit.store.LimitRecord;
import dev.resil.run.FakeTime;
import dev.resil.run.Time;
import dev.resil.state.Counts;
import dev.resil.state.MemoryStateStore;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Stores;
import dev.resil.stats.StoredTallies;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Breakers in memory, and a clock that stops watch commands. */
public final class MemoryState implements StateAccess {
  private final StateStore store;
  private final StateStore tallies;
  private final FakeTime time;

  public MemoryState(Clock clock, FakeTime time) {
    this.store = new MemoryStateStore(clock);
    this.tallies = new MemoryStateStore(clock);
    this.time = time;
  }

  @Override
  public StateStore store(Optional<String> folder, boolean strict) {
    return store;
  }

  @Override
  public Stores stores(Optional<String> place) {
    return new Stores(store, new StoredTallies(tallies));
  }

  /** Counts a run under a name. */
  public void count(String name) {
    try {
      new StoredTallies(tallies)
          .add(name, new Counts(new TreeMap<>(Map.of("runs", 1L))), Counts.Bounds.NONE);
    } catch (StateException e) {
      throw new AssertionError(e);
    }
  }

  /** Creates a limit. */
  public void limit(String name) {
    try {
      store.rewrite(
          new LimitFormat(), name, _ -> new LimitRecord(new LimitName(name), LimitState.NEW));
    } catch (StateException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Time time() {
    return time;
  }

  @Override
  public boolean onTerminal() {
    return false;
  }
}
