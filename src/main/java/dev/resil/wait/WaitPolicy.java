package dev.resil.wait;

import dev.resil.outcome.OutcomeSet;
import dev.resil.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * How conditions are waited for.
 *
 * @param any whether one of them is enough
 * @param negated whether they must not hold
 * @param times how often in a row the answer must be right
 * @param timeout the time limit of a check; empty for none
 * @param delays the delays between two checks of a condition
 * @param failFast the outcomes of a check that end the wait
 */
public record WaitPolicy(
    boolean any,
    boolean negated,
    int times,
    Optional<Duration> timeout,
    RetryPolicy delays,
    OutcomeSet failFast) {}
