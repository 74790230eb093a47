package dev.resil.http;

import java.time.Duration;
import java.util.Optional;

/**
 * When a request may be sent again.
 *
 * @param unsafe whether any may, whatever its method
 * @param idempotencyKey sent with each attempt
 * @param maxRetryAfter the longest wait that a server may ask for, empty for any
 */
public record RepeatPolicy(
    boolean unsafe, Optional<String> idempotencyKey, Optional<Duration> maxRetryAfter) {}
