package dev.resil.stats;

import dev.resil.state.Counts;
import java.util.Optional;

/**
 * Counts under a name, and which batches of runs they are: of the latest runs, the one that is
 * being gathered; of all runs before, the last that was put to them.
 *
 * @param name of the runs
 * @param batch its number, from 1; {@link #UNNUMBERED} where it has none yet
 * @param counts what was counted
 * @param closed the counts of the batch before, which is to be put away
 */
record Tally(String name, long batch, Counts counts, Optional<Counts> closed) {
  static final long UNNUMBERED = 0;

  /** As many fields take about two kilobytes, which are read and written in no time. */
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

  /** The latest runs and one more; closed if that fills the batch. */
  Tally with(Counts more, Counts.Bounds bounds) {
    Counts sum = counts.plus(more, bounds);
    boolean closes = isNumbered() && closed.isEmpty() && sum.fields().size() >= FULL;
    return closes
        ? new Tally(name, batch + 1, Counts.NONE, Optional.of(sum))
        : new Tally(name, batch, sum, closed);
  }

  /** All runs before and a batch more, unless they have it. */
  Tally and(long another, Counts more, Counts.Bounds bounds) {
    return has(another)
        ? this
        : new Tally(name, another, counts.plus(more, bounds), Optional.empty());
  }

  /** The latest runs without a closed batch, which was put away. */
  Tally without(long away) {
    return batch == away + 1 ? new Tally(name, batch, counts, Optional.empty()) : this;
  }

  /** All runs before, and of the latest what is not among them. */
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
