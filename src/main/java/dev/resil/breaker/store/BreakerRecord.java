package dev.resil.breaker.store;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;

/**
 * The stored form of a breaker.
 *
 * @param name its name
 * @param policy the last policy in force, for readers without a policy of their own
 * @param state its state
 */
public record BreakerRecord(BreakerName name, BreakerPolicy policy, BreakerState state) {}
