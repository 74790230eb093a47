package dev.resil.cli.stats;

import dev.resil.breaker.BreakerName;
import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.UsageException;
import dev.resil.state.StateException;
import dev.resil.state.Tallied;
import dev.resil.state.Tallies;
import dev.resil.stats.Summary;
import dev.resil.text.Printable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The statistics that there are.
 *
 * @param summaries ordered by name
 * @param problems a line for each that can't be read
 * @param now the time where they are kept
 */
record KnownStatistics(List<Summary> summaries, List<String> problems, Instant now) {
  /** Reads them all. */
  static KnownStatistics in(Tallies tallies) throws StateException {
    Tallied all = tallies.all();
    return new KnownStatistics(Summary.of(all), all.problems(), all.now());
  }

  /**
   * Those of the names, all where none is given.
   *
   * @throws UsageException where there are none of a name
   */
  List<Summary> named(Collection<BreakerName> names) {
    return names.isEmpty() ? summaries : names.stream().map(this::named).toList();
  }

  private Summary named(BreakerName name) {
    return summaries.stream()
        .filter(summary -> summary.name().equals(name.value()))
        .findAny()
        .orElseThrow(() -> unknown(name));
  }

  /** There are none of a name; says which one was perhaps meant. */
  UsageException unknown(BreakerName name) {
    List<String> names = summaries.stream().map(Summary::name).toList();
    String wayOut = Nearest.wayOut(name.value(), names, "'resil stats' shows those there are");
    return new UsageException(
        "statistics of " + Printable.word(name.value()) + ": none; " + wayOut);
  }
}
