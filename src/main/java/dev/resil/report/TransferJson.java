package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.json.JsonPart;
import dev.resil.run.Transfer;
import dev.resil.text.Printable;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The part of an attempt in the report that describes its HTTP request. */
record TransferJson(Transfer transfer) implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    json.writeObjectPropertyStart("http");
    if (transfer.status().isPresent()) {
      json.writeNumberProperty("status", transfer.status().getAsInt());
    } else {
      json.writeNullProperty("status");
    }
    json.writeNumberProperty("bytes_received", transfer.received());
    json.writeNumberProperty("bytes_sent", transfer.sent());
    text(json, "protocol", transfer.protocol());
    text(json, "remote_address", transfer.remoteAddress());
    json.writeNumberProperty("redirects", transfer.redirects());
    json.writeBooleanProperty("resumed", transfer.resumedFrom().isPresent());
    transfer.resumedFrom().ifPresent(bytes -> json.writeNumberProperty("resumed_from", bytes));
    json.writeBooleanProperty("hedged", transfer.hedged());
    json.writeObjectPropertyStart("times");
    time(json, "name", transfer.times().name());
    time(json, "connect", transfer.times().connect());
    time(json, "tls", transfer.times().tls());
    time(json, "first_byte", transfer.times().firstByte());
    Json.duration(json, "total", transfer.times().total());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Optional<Duration> time) {
    Json.duration(json, name, time);
  }

  private static void text(JsonGenerator json, String name, Optional<String> value) {
    Json.text(json, name, value.map(Printable::of));
  }
}
