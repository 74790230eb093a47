package dev.resil.state;

/**
 * What is kept in one place.
 *
 * @param records what decides
 * @param tallies what is only counted
 */
public record Stores(StateStore records, Tallies tallies) {}
