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
 * The stored statistics.
 *
 * @param summaries ordered by name
 * @param problems one line for each unreadable record
 * @param now the time of the store
 */
record KnownStatistics(List<Summary> summaries, List<String> problems, Instant now) {
  /** Reads them all. */
  static KnownStatistics in(Tallies tallies) throws StateException {
    Tallied all = tallies.all();
    return new KnownStatistics(Summary.of(all), all.problems(), all.now());
  }

  /**
   * Those of the names; all if none is given.
   *
   * @throws UsageException if there are none for a name
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

  /** The error for a name without statistics, with a suggestion. */
  UsageException unknown(BreakerName name) {
    List<String> names = summaries.stream().map(Summary::name).toList();
    String remedy = Nearest.remedy(name.value(), names, "see 'resil stats'");
    return new UsageException(
        "statistics for " + Printable.word(name.value()) + ": not found; " + remedy);
  }
}
