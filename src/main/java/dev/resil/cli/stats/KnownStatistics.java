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
import java.util.ArrayList;
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
  /**
   * Reads those of the names, and no others; all if none is given.
   *
   * @throws UsageException if there are none for a name
   */
  static KnownStatistics in(Tallies tallies, Collection<BreakerName> names) throws StateException {
    if (names.isEmpty()) {
      Tallied all = tallies.all();
      return new KnownStatistics(Summary.of(all), all.problems(), all.now());
    }
    Instant now = Instant.now();
    List<Summary> summaries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (BreakerName name : names) {
      Tallied found = tallies.of(name.value());
      if (found.counts().isEmpty() && found.problems().isEmpty()) {
        throw unknown(tallies, name);
      }
      summaries.addAll(Summary.of(found));
      problems.addAll(found.problems());
      now = found.now();
    }
    return new KnownStatistics(summaries, problems, now);
  }

  /** The error for a name without statistics, with a suggestion. */
  static UsageException unknown(Tallies tallies, BreakerName name) throws StateException {
    String remedy = Nearest.remedy(name.value(), tallies.names(), "see 'resil stats'");
    return new UsageException(
        "statistics for " + Printable.word(name.value()) + ": not found; " + remedy);
  }
}
