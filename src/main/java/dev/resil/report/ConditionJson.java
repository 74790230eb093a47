package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.run.ConditionState;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The conditions that a run waited for, the same in all JSON output. */
final class ConditionJson {
  private ConditionJson() {}

  /** Writes all conditions into the open object. */
  static void write(JsonGenerator json, List<ConditionState> states) {
    json.writeArrayPropertyStart("conditions");
    for (ConditionState state : states) {
      json.writeStartObject();
      write(json, state);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the members of one condition. */
  static void write(JsonGenerator json, ConditionState state) {
    json.writeStringProperty("condition", state.condition());
    if (state.negated()) {
      json.writeBooleanProperty("not", true);
    }
    json.writeBooleanProperty("met", state.met());
    Json.text(json, "answer", state.answer());
    Json.duration(json, "waited", state.waited());
  }
}
