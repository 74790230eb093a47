package dev.resil.report;

import dev.resil.json.JsonPart;
import dev.resil.text.Printable;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A wait, for the report.
 *
 * @param any whether one of the conditions is enough
 * @param times how often in a row each must hold
 * @param command the command that resil becomes
 * @param arguments the command and its arguments, if they may be shown
 */
public record WaitJson(boolean any, int times, Optional<String> command, List<String> arguments)
    implements JsonPart {
  /** Copies the list. */
  public WaitJson {
    arguments = List.copyOf(arguments);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeObjectPropertyStart("wait");
    json.writeBooleanProperty("any", any);
    json.writeNumberProperty("times", times);
    json.writeEndObject();
    command.ifPresent(name -> json.writeStringProperty("command", Printable.of(name)));
    if (!arguments.isEmpty()) {
      json.writeArrayPropertyStart("arguments");
      arguments.stream().skip(1).map(Printable::of).forEach(json::writeString);
      json.writeEndArray();
    }
  }
}
