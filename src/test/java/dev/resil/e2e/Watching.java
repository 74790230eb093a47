package dev.resil.e2e;

import dev.resil.report.JsonSchemas;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** {@code resil breaker watch} or {@code resil limit watch}, until it is closed. */
final class Watching implements AutoCloseable {
  private final JsonSchemas schema;
  private final Process process;
  private final BufferedReader out;
  private final Path err;

  /** Watches breakers. */
  Watching(Path temp, String place, String... more) throws IOException {
    this("breaker", temp, place, more);
  }

  /** Watches limits. */
  static Watching limits(Path temp, String place, String... more) throws IOException {
    return new Watching("limit", temp, place, more);
  }

  private Watching(String kind, Path temp, String place, String... more) throws IOException {
    schema = JsonSchemas.named(kind + "-change.schema.json");
    err = temp.resolve("watch.err");
    List<String> command = new ArrayList<>(IgnoredSignals.undone());
    command.addAll(List.of(Resil.program(), kind, "watch", "--state", place));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    Resil.prepare(builder.environment());
    process = builder.start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The next line. */
  String line() throws IOException {
    String line = out.readLine();
    JsonOutputs.check(line);
    return line;
  }

  /** The next line as JSON that keeps to its schema. */
  JsonNode json() throws IOException {
    return schema.check(line());
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Sends the signal of Ctrl-C, and waits for the exit code. */
  int interrupted() throws Exception {
    Kill.send("INT", process.pid());
    process.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
