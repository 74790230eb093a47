package dev.resil.state;

import java.time.Instant;
import java.util.List;

/**
 * The records of a kind.
 *
 * @param now the store's time
 * @param records those that could be read, ordered by name
 * @param problems a line for each that could not
 * @param holders who holds leases
 */
public record Listing<R>(Instant now, List<R> records, List<String> problems, Holders holders) {
  /** Keeps the lists unmodifiable. */
  public Listing {
    records = List.copyOf(records);
    problems = List.copyOf(problems);
  }
}
