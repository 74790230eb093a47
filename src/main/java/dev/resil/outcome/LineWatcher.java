package dev.resil.outcome;

import dev.resil.pattern.PatternSearch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Searches the lines of one stream after the other for all patterns at once. */
public final class LineWatcher {
  private final List<OutputPattern> patterns;
  private final PatternSearch search;

  private LineWatcher(List<OutputPattern> patterns, boolean terminal) {
    this.patterns = patterns;
    this.search = new PatternSearch(patterns.stream().map(OutputPattern::regex).toList(), terminal);
  }

  /** A watcher for patterns; empty without patterns. */
  public static Optional<LineWatcher> of(Iterable<OutputPattern> patterns) {
    return of(patterns, false);
  }

  /** A watcher for a terminal, whose lines may end with carriage return and line feed. */
  public static Optional<LineWatcher> ofTerminal(Iterable<OutputPattern> patterns) {
    return of(patterns, true);
  }

  private static Optional<LineWatcher> of(Iterable<OutputPattern> patterns, boolean terminal) {
    List<OutputPattern> list = new ArrayList<>();
    patterns.forEach(list::add);
    return list.isEmpty() ? Optional.empty() : Optional.of(new LineWatcher(list, terminal));
  }

  /** Begins to search another stream. */
  public void restart() {
    search.restart();
  }

  /**
   * Searches some of the next bytes of the stream, for some milliseconds at most.
   *
   * @return where the next call continues; {@code to} when all bytes have been searched
   */
  public int search(byte[] bytes, int from, int to) {
    return search.search(bytes, from, to);
  }

  /** Ends the stream, and its last line. */
  public void end() {
    search.end();
  }

  /** Whether all patterns have been found. */
  public boolean isDone() {
    return search.isDone();
  }

  /** The patterns found so far. */
  public Set<OutputPattern> found() {
    Set<OutputPattern> found = new HashSet<>();
    search.found().stream().forEach(i -> found.add(patterns.get(i)));
    return found;
  }
}
