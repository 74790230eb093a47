package dev.resil.doctor;

import dev.resil.files.UserPath;
import dev.resil.json.Json;
import tools.jackson.core.JsonGenerator;

/** A checkup as one JSON object, as {@code schema/doctor.schema.json} describes it. */
public final class CheckupJson {
  private CheckupJson() {}

  /** The object, over several lines. */
  public static String of(Checkup checkup) {
    return Json.pretty(json -> {
      json.writeObjectPropertyStart("program");
      json.writeStringProperty("version", checkup.program().number());
      json.writeStringProperty("build", checkup.program().build());
      json.writeEndObject();
      write(json, checkup.host());
      checkup.limits().ifPresent(limits -> write(json, limits));
      write(json, checkup.terminal());
      json.writeArrayPropertyStart("configuration");
      for (Checkup.Configuration file : checkup.configuration()) {
        json.writeStartObject();
        json.writeStringProperty("file", file.file());
        json.writeStringProperty("status", file.status());
        file.reason().ifPresent(why -> json.writeStringProperty("reason", why));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("variables");
      checkup.variables().forEach(json::writeString);
      json.writeEndArray();
      json.writeArrayPropertyStart("places");
      checkup.places().forEach(place -> write(json, place));
      json.writeEndArray();
      checkup.server().ifPresent(server -> write(json, server));
      json.writeBooleanProperty("healthy", checkup.isHealthy());
    });
  }

  private static void write(JsonGenerator json, Host host) {
    json.writeObjectPropertyStart("host");
    json.writeStringProperty("system", host.system());
    json.writeStringProperty("kernel", host.kernel());
    json.writeStringProperty("machine", host.machine());
    Json.text(json, "distribution", host.distribution());
    json.writeStringProperty("libc", host.libc());
    json.writeNumberProperty("processors", host.processors());
    json.writeNumberProperty("user", host.user());
    json.writeBooleanProperty("own_proc", host.ownProc());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, CgroupLimits limits) {
    json.writeObjectPropertyStart("cgroup");
    json.writeStringProperty("path", limits.path());
    limits.memory().ifPresent(bytes -> json.writeNumberProperty("memory", bytes));
    limits.processors().ifPresent(count -> json.writeNumberProperty("processors", count));
    limits.processes().ifPresent(count -> json.writeNumberProperty("processes", count));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Terminal terminal) {
    json.writeObjectPropertyStart("terminal");
    json.writeArrayPropertyStart("on");
    terminal.on().forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("columns", terminal.columns());
    Json.text(json, "term", terminal.kind());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Place place) {
    json.writeStartObject();
    json.writeStringProperty("use", place.use());
    Json.text(json, "folder", place.folder().map(UserPath::shown));
    json.writeBooleanProperty("exists", place.exists());
    place.problem().ifPresent(why -> json.writeStringProperty("problem", why));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Server server) {
    json.writeObjectPropertyStart("redis");
    json.writeStringProperty("address", server.address());
    Json.duration(json, "timeout", server.timeout());
    server
        .answer()
        .ifPresent(answer -> {
          Json.duration(json, "first_answer", answer.first());
          Json.duration(json, "next_answer", answer.next());
        });
    server.problem().ifPresent(why -> json.writeStringProperty("problem", why));
    json.writeEndObject();
  }
}
