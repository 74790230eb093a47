package dev.resil.breaker;

/**
 * What an event led to.
 *
 * @param state the state after it
 * @param decision the answer to it
 */
public record Transition(BreakerState state, Decision decision) {}
