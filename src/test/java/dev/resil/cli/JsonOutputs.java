package dev.resil.cli;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds every JSON that any end-to-end test makes resil write against its schema, whatever the test
 * itself is about.
 */
final class JsonOutputs {
  private static final String DEBUG = "DEBUG resil - {";
  private static final String EVENT = "{\"time\":\"";
  private static final String REPORT = "{\"resil_version\":\"";
  private static final Map<String, JsonSchemas> SCHEMAS = new ConcurrentHashMap<>();

  private JsonOutputs() {}

  /** Checks what a call wrote to stdout, to stderr and to the files that it was told to write. */
  static void check(List<String> command, Path folder, Resil.Result result) {
    result
        .errLines()
        .forEach(line -> {
          if (isWhole(line, EVENT)) {
            schema("event").check(line);
          } else if (isWhole(line, REPORT)) {
            schema("report").check(line);
          } else if (isWhole(line, DEBUG)) {
            schema("event").check(line.substring(line.indexOf('{')));
          }
        });
    file(command, "--event-log", folder)
        .ifPresent(text -> text.lines().forEach(line -> schema("event").check(line)));
    file(command, "--report", folder)
        .filter(text -> isWhole(text.strip(), REPORT))
        .ifPresent(text -> schema("report").check(text.strip()));
    if (command.containsAll(List.of("breaker", "watch", "--json"))) {
      result.out().lines().forEach(line -> schema("breaker-change").check(line));
    } else if (result.exitCode() == 0
        && command.contains("--json")
        && !command.contains("--watch")) {
      shown(command).ifPresent(name -> schema(name).check(result.out().strip()));
    }
  }

  /** The schema of what a command shows with {@code --json}. */
  private static Optional<String> shown(List<String> command) {
    if (command.contains("config")) {
      return Optional.of("config");
    } else if (command.contains("plan")) {
      return Optional.of("plan");
    } else if (command.contains("cache")) {
      return Optional.of("cache");
    } else if (command.contains("stats")) {
      return Optional.of("stats");
    } else if (command.contains("breaker")) {
      return Optional.of("breaker-status");
    }
    return Optional.empty();
  }

  private static boolean isWhole(String text, String start) {
    return text.startsWith(start) && text.endsWith("}");
  }

  private static JsonSchemas schema(String name) {
    return SCHEMAS.computeIfAbsent(name, key -> JsonSchemas.named(key + ".schema.json"));
  }

  private static Optional<String> file(List<String> command, String option, Path folder) {
    int at = command.indexOf(option);
    if (at < 0 || at + 1 >= command.size() || command.get(at + 1).equals("-")) {
      return Optional.empty();
    }
    try {
      Path file = folder.resolve(command.get(at + 1));
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
