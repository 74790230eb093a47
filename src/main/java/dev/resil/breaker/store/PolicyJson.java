package dev.resil.breaker.store;

import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.RecoveryBackoff;
import dev.resil.breaker.SlowCalls;
import dev.resil.breaker.Threshold;
import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/** A breaker's policy as JSON. */
public final class PolicyJson {
  private PolicyJson() {}

  /** Writes a policy's members into the open object. */
  public static void write(JsonGenerator json, BreakerPolicy policy) {
    switch (policy.threshold()) {
      case Threshold.Consecutive(int failures) ->
          json.writeNumberProperty("failure_threshold", failures);
      case Threshold.Rate(Threshold.Span span, double percent, int minimum) -> {
        switch (span) {
          case Threshold.LastCalls(int calls) -> json.writeNumberProperty("window_calls", calls);
          case Threshold.LastTime last -> Json.duration(json, "window_time", last.time());
        }
        json.writeNumberProperty("failure_rate", percent);
        json.writeNumberProperty("minimum_calls", minimum);
      }
    }
    policy
        .slow()
        .ifPresent(slow -> {
          Json.duration(json, "slow_call", slow.longerThan());
          slow.percent().ifPresent(percent -> json.writeNumberProperty("slow_rate", percent));
        });
    Json.duration(json, "recovery_timeout", policy.recoveryTimeout());
    json.writeNumberProperty("half_open_max_calls", policy.halfOpenMaxCalls());
    json.writeNumberProperty("success_threshold", policy.successThreshold());
    policy
        .quorum()
        .ifPresent(quorum -> {
          switch (quorum) {
            case Quorum.Hosts(int hosts) -> json.writeNumberProperty("quorum_hosts", hosts);
            case Quorum.Share(double percent) ->
                json.writeNumberProperty("quorum_percent", percent);
          }
        });
    policy
        .recoveryBackoff()
        .ifPresent(backoff -> {
          json.writeNumberProperty("recovery_backoff", backoff.factor());
          Json.duration(json, "max_recovery_timeout", backoff.max());
        });
  }

  static BreakerPolicy read(JsonObject json) throws MalformedJsonException {
    return new BreakerPolicy(
        threshold(json),
        slow(json),
        json.duration("recovery_timeout"),
        json.smallCount("half_open_max_calls"),
        json.smallCount("success_threshold"),
        quorum(json),
        recoveryBackoff(json));
  }

  private static Optional<RecoveryBackoff> recoveryBackoff(JsonObject json)
      throws MalformedJsonException {
    return json.has("recovery_backoff")
        ? Optional.of(
            new RecoveryBackoff(
                json.number("recovery_backoff"), json.duration("max_recovery_timeout")))
        : Optional.empty();
  }

  private static Optional<Quorum> quorum(JsonObject json) throws MalformedJsonException {
    if (json.has("quorum_hosts")) {
      return Optional.of(new Quorum.Hosts(json.smallCount("quorum_hosts")));
    }
    return json.has("quorum_percent")
        ? Optional.of(new Quorum.Share(json.number("quorum_percent")))
        : Optional.empty();
  }

  private static Threshold threshold(JsonObject json) throws MalformedJsonException {
    if (json.has("failure_threshold")) {
      return new Threshold.Consecutive(json.smallCount("failure_threshold"));
    }
    Threshold.Span span =
        json.has("window_time")
            ? new Threshold.LastTime(json.duration("window_time"))
            : new Threshold.LastCalls(json.smallCount("window_calls"));
    return new Threshold.Rate(span, json.number("failure_rate"), json.smallCount("minimum_calls"));
  }

  private static Optional<SlowCalls> slow(JsonObject json) throws MalformedJsonException {
    if (!json.has("slow_call")) {
      return Optional.empty();
    }
    OptionalDouble percent =
        json.has("slow_rate")
            ? OptionalDouble.of(json.number("slow_rate"))
            : OptionalDouble.empty();
    return Optional.of(new SlowCalls(json.duration("slow_call"), percent));
  }
}
