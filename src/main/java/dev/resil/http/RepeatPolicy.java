package dev.resil.http;

import java.time.Duration;
import java.util.Optional;

/**
 * When a request may be sent again.
 *
 * @param unsafe whether every request may, whatever its method
 * @param idempotencyKey the key sent with each attempt
 * @param maxRetryAfter the longest wait a server may ask for, empty for no limit
 */
public record RepeatPolicy(
    boolean unsafe, Optional<String> idempotencyKey, Optional<Duration> maxRetryAfter) {}
