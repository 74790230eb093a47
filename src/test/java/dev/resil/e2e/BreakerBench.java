package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The real program with a state folder of its own. */
final class BreakerBench {
  private static final JsonSchemas STATUS = JsonSchemas.named("breaker-status.schema.json");
  private static final JsonSchemas STATE = JsonSchemas.named("breaker-state.schema.json");

  private final Path folder;
  private final String place;

  BreakerBench(Path folder) {
    this.folder = folder;
    this.place = folder.toString();
  }

  /** Shared state. */
  BreakerBench(String url) {
    this.folder = Path.of("/nowhere");
    this.place = url;
  }

  Path folder() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve("breaker").resolve(name + ".json");
  }

  /** {@code resil run --state FOLDER} with options and a command. */
  Resil run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run", "--state", place));
    all.addAll(List.of(arguments));
    return Resil.with(all.toArray(String[]::new));
  }

  /** {@code resil breaker WORD --state FOLDER} with arguments. */
  Resil.Result breaker(String word, String... arguments) {
    return breakerCommand(word, arguments).run();
  }

  Resil breakerCommand(String word, String... arguments) {
    List<String> all = new ArrayList<>(List.of("breaker", word, "--state", place));
    all.addAll(List.of(arguments));
    return Resil.with(all.toArray(String[]::new));
  }

  /** The {@code status --json} of a breaker, checked against its schema. */
  JsonNode status(String name) {
    Resil.Result result = breaker("status", "--json", name);
    assertThat(result.err()).isEmpty();
    return STATUS.check(result.out()).get("breakers").get(0);
  }

  String state(String name) {
    return status(name).get("state").asString();
  }

  /** The state file, checked against its schema. */
  String stored(String name) throws IOException {
    String json = Files.readString(file(name));
    STATE.check(json);
    return json;
  }
}
