package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.json.JsonPart;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/**
 * The time limits of a request and the conditions of its retries, for the report.
 *
 * @param timeout of an attempt
 * @param connectTimeout of an attempt's connection
 * @param speedLimit the least bytes per second of a transfer
 * @param speedTime over which they count
 * @param hedge the delay before a second request is sent
 * @param maxRetryAfter the longest wait a server may ask for
 * @param retryUnsafe whether any method is retried
 * @param idempotencyKey whether every attempt carries a key
 */
public record HttpLimitsJson(
    Optional<Duration> timeout,
    Optional<Duration> connectTimeout,
    OptionalLong speedLimit,
    Optional<Duration> speedTime,
    Optional<Duration> hedge,
    Optional<Duration> maxRetryAfter,
    boolean retryUnsafe,
    boolean idempotencyKey)
    implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    Json.duration(json, "timeout", timeout);
    Json.duration(json, "connect_timeout", connectTimeout);
    if (speedLimit.isPresent()) {
      json.writeNumberProperty("speed_limit", speedLimit.getAsLong());
    } else {
      json.writeNullProperty("speed_limit");
    }
    Json.duration(json, "speed_time", speedTime);
    Json.duration(json, "hedge", hedge);
    Json.duration(json, "max_retry_after", maxRetryAfter);
    json.writeBooleanProperty("retry_unsafe", retryUnsafe);
    json.writeBooleanProperty("idempotency_key", idempotencyKey);
  }
}
