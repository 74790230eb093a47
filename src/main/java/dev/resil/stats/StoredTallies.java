package dev.resil.stats;

import dev.resil.state.Counts;
import dev.resil.state.Listing;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Tallied;
import dev.resil.state.Tallies;
import dev.resil.stats.TallyFormat.Tally;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts as records of a store: to add to them is one transaction. */
public final class StoredTallies implements Tallies {
  private static final TallyFormat FORMAT = new TallyFormat();

  private final StateStore store;

  /** Counts in a store. */
  public StoredTallies(StateStore store) {
    this.store = store;
  }

  @Override
  public void add(String name, Counts more, Counts.Bounds bounds) throws StateException {
    store.rewrite(
        FORMAT,
        name,
        view -> {
          Counts before = view.record().map(Tally::counts).orElse(Counts.NONE);
          return new Tally(name, before.plus(more, bounds));
        });
  }

  @Override
  public Counts of(String name) throws StateException {
    return store.read(FORMAT, name).record().map(Tally::counts).orElse(Counts.NONE);
  }

  @Override
  public Tallied all() throws StateException {
    Listing<Tally> listing = store.list(FORMAT);
    SortedMap<String, Counts> counts = new TreeMap<>();
    listing.records().forEach(tally -> counts.put(tally.name(), tally.counts()));
    return new Tallied(listing.now(), counts, listing.problems());
  }

  @Override
  public boolean remove(String name) throws StateException {
    return store.remove(FORMAT, name);
  }
}
