package dev.resil.json;

import tools.jackson.core.JsonGenerator;

/** Writes its members into a JSON object that the caller opened. */
@FunctionalInterface
public interface JsonPart {
  /** Writes the members. */
  void write(JsonGenerator json);
}
