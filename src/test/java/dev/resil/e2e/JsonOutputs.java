package dev.resil.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Validates all JSON that resil writes in any end-to-end test. */
final class JsonOutputs {
  /** An object on one or several lines of its own; the debug log puts a prefix before it. */
  private static final Pattern OBJECT =
      Pattern.compile("(?m)^(?:DEBUG resil - )?(\\{.*}|\\{\\n(?s:.*?)\\n})$");

  /** The first keys by which JSON is recognized as resil's. */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape("event", "time", "event"),
          new Shape("breaker-change", "time", "breaker"),
          new Shape("limit-change", "time", "limit"),
          new Shape("report", "resil_version"),
          new Shape("breaker-status", "breakers"),
          new Shape("limit-status", "limits"),
          new Shape("stats", "statistics"),
          new Shape("cache", "copies"),
          new Shape("plan", "seed"),
          new Shape("config", "command"),
          new Shape("doctor", "program"));

  /** The output of commands with {@code --json}. */
  private static final Map<String, String> SHOWN =
      Map.of(
          "config", "config",
          "doctor", "doctor",
          "plan", "plan",
          "cache", "cache",
          "stats", "stats",
          "breaker", "breaker-status",
          "limit", "limit-status",
          "breaker watch", "breaker-change",
          "limit watch", "limit-change");

  private static final int LARGEST_FILE = 1 << 20;
  private static final Map<String, JsonSchemas> SCHEMAS = new ConcurrentHashMap<>();

  private record Shape(String schema, Pattern start) {
    Shape(String schema, String... keys) {
      this(
          schema,
          Pattern.compile("\\{\\s*\"" + String.join("\" ?: ?\"[^\"]*\",\\s*\"", keys) + "\" ?:"));
    }

    boolean isOf(String json) {
      return start.matcher(json).lookingAt();
    }
  }

  private JsonOutputs() {}

  /** Checks the output of a call on stdout, on stderr and in files. */
  static void check(List<String> command, Path folder, Resil.Result result) {
    check(result.out(), result.err());
    checkFiles(folder);
    file(command, "--report", folder).ifPresent(JsonOutputs::check);
    file(command, "--event-log", folder)
        .ifPresent(text -> text.lines().forEach(schema("event")::check));
    shown(command).ifPresent(name -> checkAll(name, result));
  }

  /** Checks resil's JSON in arbitrary texts. */
  static void check(String... texts) {
    for (String text : texts) {
      objects(text)
          .forEach(json ->
              SHAPES.stream()
                  .filter(shape -> shape.isOf(json))
                  .forEach(shape -> schema(shape.schema()).check(json)));
    }
  }

  /** Checks resil's JSON in a test's own folder. */
  static void checkFiles(Path folder) {
    if (folder.startsWith(System.getProperty("java.io.tmpdir"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toFile().length() <= LARGEST_FILE && Files.isReadable(file))
            .map(JsonOutputs::content)
            .forEach(JsonOutputs::check);
      } catch (NoSuchFileException e) {
        // removed by the test
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String content(Path file) {
    try {
      return Files.isRegularFile(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
    } catch (NoSuchFileException e) {
      return ""; // removed meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a stdout that contains only JSON of one schema. */
  private static void checkAll(String schema, Resil.Result result) {
    List<String> objects = objects(result.out()).toList();
    assertThat(OBJECT.matcher(result.out()).replaceAll("")).as("beside JSON").isBlank();
    assertThat(objects.isEmpty() && result.exitCode() == 0).as("without JSON").isFalse();
    objects.forEach(schema(schema)::check);
  }

  private static Stream<String> objects(String text) {
    return OBJECT.matcher(text).results().map(found -> found.group(1));
  }

  /** The schema of a command's {@code --json}. */
  private static Optional<String> shown(List<String> command) {
    int at = command.indexOf(Resil.program());
    List<String> words = command.subList(at + 1, command.size());
    if (at < 0 || !words.contains("--json") || List.of("run", "http").contains(words.getFirst())) {
      return Optional.empty(); // not an option of resil, or data for a request
    }
    String both = String.join(" ", words.subList(0, 2));
    String name = SHOWN.getOrDefault(both, SHOWN.get(words.getFirst()));
    assertThat(name).as("the schema of %s", words).isNotNull();
    return Optional.of(name);
  }

  private static JsonSchemas schema(String name) {
    return SCHEMAS.computeIfAbsent(name, key -> JsonSchemas.named(key + ".schema.json"));
  }

  private static Optional<String> file(List<String> command, String option, Path folder) {
    int at = command.indexOf(option);
    if (at < 0 || at + 1 >= command.size() || command.get(at + 1).equals("-")) {
      return Optional.empty();
    }
    Path file = folder.resolve(command.get(at + 1));
    return Files.isRegularFile(file) ? Optional.of(content(file)) : Optional.empty();
  }
}
