package dev.resil.breaker;

/**
 * What a call was let through on; its report brings it back.
 *
 * @param generation the breaker's generation when it was given
 * @param lease the number of the lease in HALF_OPEN, 0 in CLOSED, where none is needed
 */
public record Permit(long generation, long lease) {}
