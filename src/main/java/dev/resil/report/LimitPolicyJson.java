package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.json.JsonPart;
import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.run.WhenLimited;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The options of a run for limits that processes share, for the report.
 *
 * @param lock the name of its lock
 * @param demand what it asks for each attempt
 * @param budget its budget for retries
 * @param whenLimited its reaction to a limit that is used up
 * @param longestWait the longest wait for one permit
 */
public record LimitPolicyJson(
    Optional<String> lock,
    Optional<Demand> demand,
    Optional<Budget> budget,
    WhenLimited whenLimited,
    Optional<Duration> longestWait)
    implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    json.writeObjectPropertyStart("limits");
    lock.ifPresent(name -> json.writeStringProperty("lock", name));
    demand.ifPresent(asked -> {
      asked.most().ifPresent(most -> json.writeNumberProperty("max_concurrent", most));
      asked
          .rate()
          .ifPresent(rate -> {
            json.writeNumberProperty("rate", rate.attempts());
            Json.duration(json, "rate_per", rate.per());
            json.writeNumberProperty("burst", rate.burst());
          });
    });
    budget.ifPresent(some -> {
      json.writeObjectPropertyStart("retry_budget");
      LimitEventJson.policy(json, some);
      json.writeEndObject();
    });
    json.writeStringProperty("when_limited", whenLimited.name().toLowerCase(Locale.ROOT));
    Json.duration(json, "limit_wait", longestWait);
    json.writeEndObject();
  }
}
