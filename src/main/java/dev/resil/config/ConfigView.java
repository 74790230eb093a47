package dev.resil.config;

import dev.resil.json.Json;
import dev.resil.text.Printable;
import dev.resil.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * The options of a command in force, and the source of each.
 *
 * @param command the command
 * @param profile the selected profile
 * @param files the locations of configuration files, highest precedence first
 * @param rows one per option, in the order of help
 */
public record ConfigView(
    String command, Optional<String> profile, List<SeenFile> files, List<Row> rows) {
  private static final String NONE = "-";

  /** The status of a file. */
  public enum Status {
    /** It is read. */
    READ,
    /** It does not exist. */
    ABSENT,
    /** It exists, but is ignored. */
    IGNORED
  }

  /**
   * A possible location of a configuration file.
   *
   * @param reason why it is ignored
   */
  public record SeenFile(String file, Status status, Optional<String> reason) {
    /** The file and its status, for people. */
    public String line() {
      return Printable.of(file)
          + ": "
          + lower(status)
          + reason
              .map(why -> " because another user could have written it: " + Printable.of(why))
              .orElse("");
    }
  }

  /**
   * An option.
   *
   * @param key its long name without dashes
   * @param setting its setting; empty if there is none
   * @param builtIn the default in its help; empty if there is none
   */
  public record Row(String key, Optional<Setting> setting, Optional<String> builtIn) {
    private String value() {
      return setting
          .map(set ->
              set.value().words().stream().map(Printable::word).collect(Collectors.joining(" ")))
          .or(() -> builtIn)
          .orElse(NONE);
    }

    private String source() {
      return setting
          .map(set ->
              switch (set.origin()) {
                case Origin.Variable variable -> variable.text();
                case Origin.Line line -> line.text() + " [" + Printable.of(line.table()) + "]";
              })
          .orElse("built in");
    }
  }

  /** One line per option. */
  public String table() {
    TextTable table = new TextTable(List.of("OPTION", "VALUE", "FROM"), Set.of());
    rows.forEach(row -> table.add(List.of(row.key(), row.value(), row.source())));
    return table.toString();
  }

  /** One JSON object, as {@code schema/config.schema.json} describes it. */
  public String json() {
    return Json.pretty(json -> {
      json.writeStringProperty("command", command);
      Json.text(json, "profile", profile);
      json.writeArrayPropertyStart("files");
      for (SeenFile file : files) {
        json.writeStartObject();
        json.writeStringProperty("file", file.file());
        json.writeStringProperty("status", lower(file.status()));
        file.reason().ifPresent(reason -> json.writeStringProperty("reason", reason));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("options");
      rows.forEach(row -> write(json, row));
      json.writeEndArray();
    });
  }

  private static void write(JsonGenerator json, Row row) {
    json.writeStartObject();
    json.writeStringProperty("option", row.key());
    json.writeArrayPropertyStart("values");
    row.setting().ifPresent(set -> set.value().words().forEach(json::writeString));
    json.writeEndArray();
    Json.text(json, "default", row.builtIn());
    json.writeStringProperty("source", row.setting().map(ConfigView::kind).orElse("built_in"));
    row.setting()
        .map(Setting::origin)
        .ifPresent(origin -> {
          switch (origin) {
            case Origin.Variable(String name) -> json.writeStringProperty("variable", name);
            case Origin.Line(String file, int line, String table) -> {
              json.writeStringProperty("file", file);
              json.writeNumberProperty("line", line);
              json.writeStringProperty("table", table);
            }
          }
        });
    json.writeEndObject();
  }

  private static String kind(Setting setting) {
    return switch (setting.origin()) {
      case Origin.Variable variable -> "environment";
      case Origin.Line line -> "file";
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
