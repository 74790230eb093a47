package dev.resil.cache;

import dev.resil.json.Json;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import dev.resil.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Cached copies as a table and as JSON. */
public record CopyList(List<Copy> copies, Instant now) {
  /** Keeps the list unmodifiable. */
  public CopyList {
    copies = List.copyOf(copies);
  }

  /** One line per copy; empty if there are none. */
  public String table() {
    if (copies.isEmpty()) {
      return "";
    }
    TextTable table = new TextTable(List.of("KEY", "AGE", "BYTES", "COMMAND"), Set.of(1, 2));
    for (Copy copy : copies) {
      table.add(
          List.of(key(copy), age(copy), Long.toString(copy.size()), Printable.of(copy.command())));
    }
    return table.toString();
  }

  private static String key(Copy copy) {
    return Printable.word(copy.key());
  }

  private String age(Copy copy) {
    Duration age = copy.age(now);
    return age.isNegative() ? "?" : Durations.format(age);
  }

  /** One JSON object, as {@code schema/cache.schema.json} describes it. */
  public String json() {
    return Json.pretty(json -> {
      json.writeArrayPropertyStart("copies");
      for (Copy copy : copies) {
        json.writeStartObject();
        json.writeStringProperty("key", copy.key());
        json.writeStringProperty("command", copy.command());
        Json.time(json, "made_at", copy.madeAt());
        Json.duration(json, "age", copy.age(now));
        json.writeNumberProperty("size", copy.size());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
