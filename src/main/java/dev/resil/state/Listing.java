package dev.resil.state;

import java.time.Instant;
import java.util.List;

/**
 * The records of a kind.
 *
 * @param now the store's time
 * @param records the readable records, ordered by name
 * @param problems a line for each unreadable record
 * @param holders the processes that hold leases
 */
public record Listing<R>(Instant now, List<R> records, List<String> problems, Holders holders) {
  /** Keeps the lists unmodifiable. */
  public Listing {
    records = List.copyOf(records);
    problems = List.copyOf(problems);
  }
}
