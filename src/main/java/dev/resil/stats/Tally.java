package dev.resil.stats;

import dev.resil.state.Counts;
import java.util.Optional;

/**
 * Counts under a name, and their batch of runs: for the latest runs, the current batch; for all
 * earlier runs, the last batch merged.
 *
 * @param name the name of the runs
 * @param batch the batch's number, from 1; {@link #UNNUMBERED} if it has none yet
 * @param counts the counts
 * @param closed the counts of the previous batch, which is to be merged
 */
record Tally(String name, long batch, Counts counts, Optional<Counts> closed) {
  static final long UNNUMBERED = 0;

  /** This number of fields takes about two kilobytes, which are quick to read and write. */
  private static final int FULL = 80;

  static Tally unnumbered(String name) {
    return new Tally(name, UNNUMBERED, Counts.NONE, Optional.empty());
  }

  boolean isNumbered() {
    return batch != UNNUMBERED;
  }

  Tally numberedFrom(long first) {
    return isNumbered() ? this : new Tally(name, first, counts, closed);
  }

  /** Adds a run to the latest runs; closes the batch if it is full. */
  Tally with(Counts more, Counts.Bounds bounds) {
    Counts sum = counts.plus(more, bounds);
    boolean closes = isNumbered() && closed.isEmpty() && sum.fields().size() >= FULL;
    return closes
        ? new Tally(name, batch + 1, Counts.NONE, Optional.of(sum))
        : new Tally(name, batch, sum, closed);
  }

  /** Merges a batch into all earlier runs, unless they have it. */
  Tally and(long another, Counts more, Counts.Bounds bounds) {
    return has(another)
        ? this
        : new Tally(name, another, counts.plus(more, bounds), Optional.empty());
  }

  /** Removes the closed batch, which was merged, from the latest runs. */
  Tally without(long away) {
    return batch == away + 1 ? new Tally(name, batch, counts, Optional.empty()) : this;
  }

  /** Adds the latest runs that were not merged yet to all earlier runs. */
  Counts beside(Tally latest) {
    Counts sum = counts;
    if (latest.closed().isPresent() && !has(latest.batch() - 1)) {
      sum = sum.plus(latest.closed().get(), Counts.Bounds.NONE);
    }
    return latest.isNumbered() && has(latest.batch())
        ? sum
        : sum.plus(latest.counts(), Counts.Bounds.NONE);
  }

  private boolean has(long another) {
    return another <= batch;
  }
}
