package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.limit.Answer;
import dev.resil.limit.Hold;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Limits that processes share, in events and reports. */
final class LimitEventJson {
  private LimitEventJson() {}

  static void name(JsonGenerator json, String limit, boolean lock) {
    json.writeStringProperty(lock ? "lock" : "limit", limit);
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
