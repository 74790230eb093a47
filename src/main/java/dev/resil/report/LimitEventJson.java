package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.limit.Answer;
import dev.resil.limit.Budget;
import dev.resil.limit.Hold;
import dev.resil.run.Ending;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Limits that processes share, in events and reports. */
final class LimitEventJson {
  private LimitEventJson() {}

  static void name(JsonGenerator json, String limit, boolean lock) {
    json.writeStringProperty(lock ? "lock" : "limit", limit);
  }

  /** A budget that is spent. */
  static void write(JsonGenerator json, Ending.BudgetSpent ending) {
    json.writeObjectPropertyStart("retry_budget");
    name(json, ending.limit(), false);
    policy(json, ending.spent().budget());
    json.writeNumberProperty("attempts", ending.spent().attempts());
    json.writeNumberProperty("retries", ending.spent().retries());
    json.writeEndObject();
  }

  static void policy(JsonGenerator json, Budget budget) {
    json.writeNumberProperty("percent", budget.percent());
    json.writeNumberProperty("min", budget.least());
    Json.duration(json, "per", budget.per());
  }

  /** A limit that is used up. */
  static void write(JsonGenerator json, String limit, boolean lock, Answer.Limited answer) {
    name(json, limit, lock);
    json.writeStringProperty("limited_by", answer.why().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("waiting_longer", answer.ahead());
    Json.duration(json, "room_in", answer.room());
    json.writeArrayPropertyStart("holders");
    for (Hold hold : answer.holds()) {
      json.writeStartObject();
      json.writeNumberProperty("pid", hold.owner().pid());
      json.writeStringProperty("host", hold.owner().host());
      json.writeStringProperty("command", hold.owner().command());
      json.writeStringProperty("run_id", hold.owner().run());
      Json.time(json, "since", hold.since());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
