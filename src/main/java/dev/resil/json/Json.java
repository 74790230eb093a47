package dev.resil.json;

import dev.resil.text.Durations;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes JSON with the conventions of all of resil's JSON: snake_case names, durations as seconds,
 * times as RFC 3339 in UTC.
 */
public final class Json {
  private Json() {}

  /** An object on one line. */
  public static String compact(Consumer<JsonGenerator> content) {
    return write(ObjectWriteContext.empty(), content);
  }

  /** An object over several lines. */
  public static String pretty(Consumer<JsonGenerator> content) {
    return write(
        new ObjectWriteContext.Base() {
          @Override
          public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }
        },
        content);
  }

  private static String write(ObjectWriteContext context, Consumer<JsonGenerator> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(context, text)) {
      json.writeStartObject();
      content.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  /** A string, or null. */
  public static void text(JsonGenerator json, String name, Optional<String> value) {
    if (value.isPresent()) {
      json.writeStringProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  /** A number, or null. */
  public static void number(JsonGenerator json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsLong());
    } else {
      json.writeNullProperty(name);
    }
  }

  /** Texts; without any, nothing is written. */
  public static void strings(JsonGenerator json, String name, List<String> values) {
    if (!values.isEmpty()) {
      json.writeArrayPropertyStart(name);
      values.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  /** A duration in seconds. */
  public static void duration(JsonGenerator json, String name, Duration value) {
    json.writeNumberProperty(name, Durations.seconds(value));
  }

  /** A duration in seconds, or null. */
  public static void duration(JsonGenerator json, String name, Optional<Duration> value) {
    if (value.isPresent()) {
      duration(json, name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  /** A time. */
  public static void time(JsonGenerator json, String name, Instant value) {
    json.writeStringProperty(name, JsonTime.format(value));
  }
}
