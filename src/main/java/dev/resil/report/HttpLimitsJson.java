package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.json.JsonPart;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The time limits of a request and the conditions of its retries, for the report.
 *
 * @param timeout of an attempt
 * @param connectTimeout of an attempt's connection
 * @param hedge the delay before a second request is sent
 * @param maxRetryAfter the longest wait a server may ask for
 * @param retryUnsafe whether any method is retried
 * @param idempotencyKey whether every attempt carries a key
 */
public record HttpLimitsJson(
    Optional<Duration> timeout,
    Optional<Duration> connectTimeout,
    Optional<Duration> hedge,
    Optional<Duration> maxRetryAfter,
    boolean retryUnsafe,
    boolean idempotencyKey)
    implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    Json.duration(json, "timeout", timeout);
    Json.duration(json, "connect_timeout", connectTimeout);
    Json.duration(json, "hedge", hedge);
    Json.duration(json, "max_retry_after", maxRetryAfter);
    json.writeBooleanProperty("retry_unsafe", retryUnsafe);
    json.writeBooleanProperty("idempotency_key", idempotencyKey);
  }
}
