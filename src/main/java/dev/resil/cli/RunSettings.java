package dev.resil.cli;

import dev.resil.command.StreamPolicy;
import dev.resil.command.TimeoutPolicy;
import dev.resil.match.Verdicts;
import dev.resil.retry.RetryPolicy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code resil run} was asked to do.
 *
 * @param command the program and its arguments
 * @param retry when to try again
 * @param seed of the jitter, where one was given
 * @param verdicts what outcomes mean
 * @param breaker what guards it
 * @param timeouts how long an attempt may take
 * @param streams what becomes of the command's standard streams
 * @param reports what to say about it
 */
public record RunSettings(
    List<String> command,
    RetryPolicy retry,
    OptionalLong seed,
    Verdicts verdicts,
    Optional<BreakerSettings> breaker,
    TimeoutPolicy timeouts,
    StreamPolicy streams,
    ReportSettings reports) {}
