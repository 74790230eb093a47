package dev.resil.report;

import dev.resil.json.JsonPart;
import dev.resil.text.Printable;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The command of a run, for the report.
 *
 * @param command the program and its arguments
 * @param withArguments whether the arguments may be shown
 */
public record CommandJson(List<String> command, boolean withArguments) implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    json.writeStringProperty("command", Printable.of(command.getFirst()));
    if (withArguments) {
      json.writeArrayPropertyStart("arguments");
      command.stream().skip(1).map(Printable::of).forEach(json::writeString);
      json.writeEndArray();
    }
  }
}
