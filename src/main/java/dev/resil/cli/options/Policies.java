package dev.resil.cli.options;

import dev.resil.fallback.FallbackPlan;
import dev.resil.ping.PingTarget;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.EndingCodes;
import dev.resil.run.Judge;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings common to every run, whatever its attempts.
 *
 * @param retry when to retry
 * @param seed the seed of the jitter, if given
 * @param judge classifies outcomes
 * @param breaker the breaker that guards the run
 * @param limits the limits that processes share
 * @param fallback the fallbacks and the output cache
 * @param reports the reports about the run
 * @param ping the service that is told of the run
 * @param statistics how the run is counted
 * @param state the value of {@code --state}
 * @param exitCodes the exit codes for certain endings
 */
public record Policies(
    RetryPolicy retry,
    OptionalLong seed,
    Judge judge,
    Optional<BreakerSettings> breaker,
    Optional<LimitSettings> limits,
    Optional<FallbackPlan> fallback,
    ReportSettings reports,
    Optional<PingTarget> ping,
    Optional<StatisticsSettings> statistics,
    Optional<String> state,
    EndingCodes exitCodes) {}
