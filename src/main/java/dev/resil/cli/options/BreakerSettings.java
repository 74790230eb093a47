package dev.resil.cli.options;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.run.WhenOpen;

/**
 * The breaker of a run.
 *
 * @param name its name
 * @param policy when it opens and closes
 * @param whenOpen the run's reaction to a rejection
 * @param strict whether unusable state is an error
 */
public record BreakerSettings(
    BreakerName name, BreakerPolicy policy, WhenOpen whenOpen, boolean strict) {}
