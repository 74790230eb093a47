package dev.resil.cache;

import dev.resil.json.Json;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Copies as people and programs read them. */
public record CopyList(List<Copy> copies, Instant now) {
  /** Keeps the list unmodifiable. */
  public CopyList {
    copies = List.copyOf(copies);
  }

  /** One line a copy; empty where there is none. */
  public String table() {
    if (copies.isEmpty()) {
      return "";
    }
    int width = copies.stream().mapToInt(copy -> key(copy).length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    String row = "%-" + Math.max(3, width) + "s  %8s  %9s  %s%n";
    table.append(row.formatted("KEY", "AGE", "BYTES", "COMMAND"));
    for (Copy copy : copies) {
      table.append(row.formatted(key(copy), age(copy), copy.size(), Printable.of(copy.command())));
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
