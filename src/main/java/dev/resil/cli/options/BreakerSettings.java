package dev.resil.cli.options;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.run.WhenOpen;
import java.util.Optional;

/**
 * The breaker of a run.
 *
 * @param name its name
 * @param policy when it opens and closes
 * @param whenOpen what the run does where it is rejected
 * @param state the folder that was named for state
 * @param strict whether nothing is run where state can't be used
 */
public record BreakerSettings(
    BreakerName name,
    BreakerPolicy policy,
    WhenOpen whenOpen,
    Optional<String> state,
    boolean strict) {}
