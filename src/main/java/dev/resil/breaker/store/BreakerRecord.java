package dev.resil.breaker.store;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;

/**
 * What is kept of a breaker.
 *
 * @param name its name
 * @param policy the one that was in force last, for those who look at it without one of their own
 * @param state all that it remembers
 */
public record BreakerRecord(BreakerName name, BreakerPolicy policy, BreakerState state) {}
