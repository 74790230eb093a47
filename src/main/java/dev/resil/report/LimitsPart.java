package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.run.RunEvent;
import dev.resil.run.RunResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The part of limits that processes share in a run, for its report. */
final class LimitsPart {
  /** By whether it is a lock: a run has one of each at most. */
  private final Map<Boolean, Part> parts = new LinkedHashMap<>();

  /**
   * What a limit did.
   *
   * @param number the number of the last permit
   * @param permits how many were granted
   * @param waited the time waited for them
   * @param available whether its state could always be used
   */
  private record Part(String name, long number, long permits, Duration waited, boolean available) {
    Part and(RunEvent.Admitted admitted) {
      return new Part(
          name,
          admitted.number(),
          permits + (admitted.number() > 0 ? 1 : 0),
          waited.plus(admitted.waited()),
          available);
    }
  }

  private Part part(boolean lock, String name) {
    return parts.getOrDefault(lock, new Part(name, 0, 0, Duration.ZERO, true));
  }

  void add(RunEvent.Admitted admitted) {
    parts.put(admitted.lock(), part(admitted.lock(), admitted.limit()).and(admitted));
  }

  void add(RunEvent.Unlimited unlimited) {
    Part part = part(unlimited.lock(), unlimited.limit());
    parts.put(
        unlimited.lock(),
        new Part(part.name(), part.number(), part.permits(), part.waited(), false));
  }

  void write(JsonGenerator json, RunResult result) {
    parts.forEach((lock, part) -> {
      json.writeObjectPropertyStart(lock ? "lock" : "limit");
      json.writeStringProperty("name", part.name());
      if (lock) {
        json.writeNumberProperty("token", part.number());
      } else {
        json.writeNumberProperty("permits", part.permits());
      }
      Json.duration(json, "waited", part.waited());
      json.writeBooleanProperty("available", part.available());
      json.writeEndObject();
    });
    result.spending().ifPresent(spent -> LimitEventJson.write(json, spent));
    result
        .limitation()
        .ifPresent(limited -> {
          json.writeObjectPropertyStart("limited");
          LimitEventJson.write(json, limited.limit(), limited.lock(), limited.answer());
          json.writeEndObject();
        });
  }
}
