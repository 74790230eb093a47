package dev.resil.config;

import dev.resil.text.Printable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Reads a configuration file, TOML 1.0, and continues after an error to find the others. */
public final class TomlReader {
  private static final String DEFAULTS = "defaults";
  private static final String PROFILES = "profiles";

  private final String file;
  private final List<ConfigProblem> problems = new ArrayList<>();

  private TomlReader(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @param file its name, for messages
   * @param content UTF-8, or UTF-16 with a byte order mark
   */
  public static ConfigFile read(String file, byte[] content) {
    return switch (TomlText.of(file, content)) {
      case TomlText.Decoded(String text) -> new TomlReader(file).read(text);
      case TomlText.Malformed(ConfigProblem problem) ->
          new ConfigFile(file, Map.of(), Map.of(), List.of(problem));
    };
  }

  private ConfigFile read(String text) {
    TomlParseResult toml = Toml.parse(text);
    toml.errors().forEach(e -> add(e.position() == null ? 1 : e.position().line(), e.getMessage()));
    Map<String, Setting> defaults = Map.of();
    Map<String, Map<String, Setting>> profiles = new LinkedHashMap<>();
    for (String key : toml.keySet()) {
      Object value = toml.get(List.of(key));
      if (key.equals(DEFAULTS) && value instanceof TomlTable table) {
        defaults = settings(DEFAULTS, table);
      } else if (key.equals(PROFILES) && value instanceof TomlTable table) {
        readProfiles(table, profiles);
      } else {
        add(line(toml, key), notATable(key));
      }
    }
    problems.sort(Comparator.comparingInt(ConfigProblem::line));
    return new ConfigFile(file, defaults, profiles, List.copyOf(problems));
  }

  private static String notATable(String key) {
    return Printable.word(key) + ": belongs in a table, [defaults] or [profiles.NAME]";
  }

  private void readProfiles(TomlTable tables, Map<String, Map<String, Setting>> profiles) {
    for (String name : tables.keySet()) {
      if (tables.get(List.of(name)) instanceof TomlTable table) {
        profiles.put(name, settings(PROFILES + '.' + name, table));
      } else {
        add(
            line(tables, name),
            Printable.word(name) + ": belongs in a profile's table, [profiles.NAME]");
      }
    }
  }

  private Map<String, Setting> settings(String name, TomlTable table) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (String key : table.keySet()) {
      int line = line(table, key);
      value(table.get(List.of(key)))
          .ifPresentOrElse(
              value ->
                  settings.put(key, new Setting(key, value, new Origin.Line(file, line, name))),
              () ->
                  add(
                      line,
                      Printable.word(key)
                          + ": must be a string, a number, true or false, or an array of strings"));
    }
    return settings;
  }

  private static Optional<Setting.Value> value(Object value) {
    if (value instanceof Boolean on) {
      return Optional.of(new Setting.Value.Flag(on));
    } else if (value instanceof TomlArray array) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        word(array.get(i)).ifPresent(words::add);
      }
      return words.size() == array.size()
          ? Optional.of(new Setting.Value.Words(words))
          : Optional.empty();
    }
    return word(value).map(Setting.Value.Word::new);
  }

  private static Optional<String> word(Object value) {
    return switch (value) {
      case String text -> Optional.of(text);
      case Long number -> Optional.of(number.toString());
      case Double number when Double.isFinite(number) ->
          Optional.of(new BigDecimal(number.toString()).toPlainString());
      default -> Optional.empty();
    };
  }

  private static int line(TomlTable table, String key) {
    return table.inputPositionOf(List.of(key)).line();
  }

  private void add(int line, String message) {
    problems.add(new ConfigProblem(file, line, Printable.of(message)));
  }
}
