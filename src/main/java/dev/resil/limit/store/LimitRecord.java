package dev.resil.limit.store;

import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;

/**
 * The stored form of a limit.
 *
 * @param name its name
 * @param state its state
 */
public record LimitRecord(LimitName name, LimitState state) {}
