package dev.resil.state;

import java.time.Instant;
import java.util.Optional;

/**
 * What a transaction sees.
 *
 * @param now the store's time
 * @param record what is stored; empty: nothing is
 * @param holders who holds leases
 */
public record View<R>(Instant now, Optional<R> record, Holders holders) {}
