package dev.resil.state;

import java.time.Instant;
import java.util.Optional;

/**
 * The input of a transaction.
 *
 * @param now the store's time
 * @param record the stored record, empty if there is none
 * @param holders the processes that hold leases
 */
public record View<R>(Instant now, Optional<R> record, Holders holders) {}
