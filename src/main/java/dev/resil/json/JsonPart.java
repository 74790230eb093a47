package dev.resil.json;

import tools.jackson.core.JsonGenerator;

/** Something that writes its members into an object that somebody else opened. */
@FunctionalInterface
public interface JsonPart {
  /** Writes the members. */
  void write(JsonGenerator json);
}
