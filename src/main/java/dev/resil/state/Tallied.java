package dev.resil.state;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tallies of a store.
 *
 * @param now the store's time
 * @param counts by name
 * @param problems a line for each name whose counts are unreadable
 */
public record Tallied(Instant now, SortedMap<String, Counts> counts, List<String> problems) {
  /** Keeps them unmodifiable. */
  public Tallied {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    problems = List.copyOf(problems);
  }

  /** The counts of a name; {@link Counts#NONE} if there are none. */
  public Counts counts(String name) {
    return counts.getOrDefault(name, Counts.NONE);
  }
}
