package dev.resil.report;

import dev.resil.json.JsonPart;
import dev.resil.text.Printable;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The HTTP request of a run, for the report.
 *
 * @param method the method
 * @param url without user and query
 * @param whole the URL with its query, if that may be shown
 */
public record RequestJson(String method, String url, Optional<String> whole) implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    json.writeStringProperty("method", Printable.of(method));
    json.writeStringProperty("url", Printable.of(whole.orElse(url)));
  }
}
