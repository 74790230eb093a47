package dev.resil.breaker;

/**
 * The result of an event.
 *
 * @param state the state after it
 * @param decision the answer to it
 */
public record Transition(BreakerState state, Decision decision) {}
