package dev.resil.stats;

import dev.resil.state.Counts;
import dev.resil.state.Listing;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Tallied;
import dev.resil.state.Tallies;
import dev.resil.state.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts as records of a store. A run adds to a small record of the latest runs, so that its cost
 * does not depend on the size of all counts; a full record is closed and merged into the record of
 * all earlier runs.
 *
 * <p>A process may be killed between any two of these transactions. Batches have increasing
 * numbers, and the record of all runs holds the number of the last batch merged: each batch is
 * counted exactly once, however often a merge is tried.
 */
public final class StoredTallies implements Tallies {
  private static final TallyFormat BEFORE = new TallyFormat(KIND);
  private static final TallyFormat LATEST = new TallyFormat("runs");

  private final StateStore store;

  /** Counts in a store. */
  public StoredTallies(StateStore store) {
    this.store = store;
  }

  @Override
  public void add(String name, Counts more, Counts.Bounds bounds) throws StateException {
    Tally latest =
        store.rewrite(
            LATEST, name, view -> view.record().orElse(Tally.unnumbered(name)).with(more, bounds));
    if (!latest.isNumbered()) {
      long last = store.read(BEFORE, name).record().map(Tally::batch).orElse(Tally.UNNUMBERED);
      store.rewrite(LATEST, name, view -> view.record().orElse(latest).numberedFrom(last + 1));
    }
    if (latest.closed().isPresent()) {
      merge(latest, bounds);
    }
  }

  private void merge(Tally latest, Counts.Bounds bounds) throws StateException {
    long batch = latest.batch() - 1;
    Counts counts = latest.closed().orElseThrow();
    store.rewrite(
        BEFORE,
        latest.name(),
        view -> view.record().orElse(Tally.unnumbered(latest.name())).and(batch, counts, bounds));
    store.rewrite(LATEST, latest.name(), view -> view.record().orElse(latest).without(batch));
  }

  @Override
  public Tallied of(String name) throws StateException {
    // in this order: a batch merged between the two reads is found in the second, and recognised
    Listed latest = listed(LATEST, name);
    return together(listed(BEFORE, name), latest);
  }

  /** Reads a record; an unreadable one does not hide the other record of the name. */
  private Listed listed(TallyFormat format, String name) throws StateException {
    try {
      View<Tally> view = store.read(format, name);
      return new Listed(view.now(), view.record().stream().toList(), List.of());
    } catch (StateException e) {
      if (!e.problem().isOfOneRecord()) {
        throw e;
      }
      return new Listed(Instant.now(), List.of(), List.of(e.getMessage()));
    }
  }

  @Override
  public Tallied all() throws StateException {
    Listing<Tally> latest = store.list(LATEST);
    return together(Listed.of(store.list(BEFORE)), Listed.of(latest));
  }

  private record Listed(Instant now, List<Tally> tallies, List<String> problems) {
    static Listed of(Listing<Tally> listing) {
      return new Listed(listing.now(), listing.records(), listing.problems());
    }
  }

  private static Tallied together(Listed before, Listed latest) {
    SortedMap<String, Tally> tallies = new TreeMap<>();
    before.tallies().forEach(tally -> tallies.put(tally.name(), tally));
    SortedMap<String, Counts> counts = new TreeMap<>();
    tallies.forEach((name, tally) -> counts.put(name, tally.counts()));
    for (Tally tally : latest.tallies()) {
      String name = tally.name();
      counts.put(name, tallies.getOrDefault(name, Tally.unnumbered(name)).beside(tally));
    }
    List<String> problems = new ArrayList<>(before.problems());
    problems.addAll(latest.problems());
    return new Tallied(before.now(), counts, problems);
  }

  @Override
  public List<String> names() throws StateException {
    SortedSet<String> names = new TreeSet<>(store.names(BEFORE));
    names.addAll(store.names(LATEST));
    return List.copyOf(names);
  }

  @Override
  public boolean remove(String name) throws StateException {
    boolean removed = store.remove(BEFORE, name);
    return store.remove(LATEST, name) || removed;
  }

  @Override
  public void removeAll() throws StateException {
    store.removeAll(BEFORE);
    store.removeAll(LATEST);
  }
}
