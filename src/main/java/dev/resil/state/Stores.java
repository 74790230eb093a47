package dev.resil.state;

/**
 * The records and tallies kept in one place.
 *
 * @param records state that decides
 * @param tallies counts that decide nothing
 */
public record Stores(StateStore records, Tallies tallies) {}
