package dev.resil.stats;

import dev.resil.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Statistics as JSON, as {@code schema/stats.schema.json} describes it. */
public final class StatsJson {
  private StatsJson() {}

  /**
   * One object with all of them.
   *
   * @param problems a line for each name whose counts are unreadable
   */
  public static String of(List<Summary> summaries, List<String> problems) {
    return Json.pretty(json -> {
      json.writeArrayPropertyStart("statistics");
      summaries.forEach(summary -> write(json, summary));
      json.writeEndArray();
      Json.strings(json, "problems", problems);
    });
  }

  private static void write(JsonGenerator json, Summary summary) {
    json.writeStartObject();
    json.writeStringProperty("name", summary.name());
    time(json, "since", summary.since());
    time(json, "last_run_at", summary.lastRun());
    time(json, "last_success_at", summary.lastSuccess());
    json.writeNumberProperty("runs", summary.runs());
    json.writeNumberProperty("attempts", summary.attempts());
    json.writeNumberProperty("failed_attempts", summary.failedAttempts());
    json.writeNumberProperty("retries", summary.retries());
    shares(json, "results", "result", summary.results());
    shares(json, "outcomes", "outcome", summary.outcomes());
    times(json, "run_duration", summary.runTimes());
    times(json, "attempt_duration", summary.attemptTimes());
    json.writeArrayPropertyStart("hours");
    for (Summary.Hour hour : summary.hours()) {
      json.writeStartObject();
      Json.time(json, "start", hour.start());
      json.writeNumberProperty("attempts", hour.attempts());
      json.writeNumberProperty("failed_attempts", hour.failed());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> time) {
    if (time.isPresent()) {
      Json.time(json, name, time.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  private static void shares(
      JsonGenerator json, String name, String what, List<Summary.Share> shares) {
    json.writeArrayPropertyStart(name);
    for (Summary.Share share : shares) {
      json.writeStartObject();
      json.writeStringProperty(what, share.what());
      json.writeNumberProperty("count", share.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void times(JsonGenerator json, String name, RunDurations times) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("count", times.count());
    Json.duration(json, "sum", times.sum());
    Json.duration(json, "p50", times.percentile(50));
    Json.duration(json, "p90", times.percentile(90));
    Json.duration(json, "p99", times.percentile(99));
    Json.duration(json, "max", times.max());
    json.writeEndObject();
  }
}
