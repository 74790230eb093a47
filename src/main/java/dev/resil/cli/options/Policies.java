package dev.resil.cli.options;

import dev.resil.fallback.FallbackPlan;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Judge;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run was asked to do, whatever its attempts are.
 *
 * @param retry when to try again
 * @param seed of the jitter, where one was given
 * @param judge what outcomes mean
 * @param breaker what guards it
 * @param fallback what answers in place of attempts
 * @param reports what to say about it
 * @param statistics how it is counted
 */
public record Policies(
    RetryPolicy retry,
    OptionalLong seed,
    Judge judge,
    Optional<BreakerSettings> breaker,
    Optional<FallbackPlan> fallback,
    ReportSettings reports,
    Optional<StatisticsSettings> statistics) {}
