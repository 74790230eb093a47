package dev.resil.e2e;

import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Common parts of tests of the attempts of {@code resil http}. */
abstract class HttpAttempts {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("report.schema.json");

  /** Closes the connection instead of answering. */
  static final byte[] LOST = {};

  @TempDir Path folder;

  /** Answers the n-th request with the n-th of these; the last one repeats. */
  static RecordingServer answering(byte[]... answers) {
    int[] number = {0};
    return new RecordingServer(request -> answers[Math.min(number[0]++, answers.length - 1)]);
  }

  static byte[] status(int code, String headers, String body) {
    return RecordingServer.answer(code + " Status", headers, body);
  }

  final Resil.Result http(String... arguments) {
    List<String> all = new ArrayList<>(List.of("http", "-b", "0", "--report", "report.json"));
    all.addAll(Arrays.asList(arguments));
    return Resil.with(all.toArray(String[]::new))
        .in(folder)
        .variable("RESIL_STATE", folder.resolve("state").toString())
        .variable("XDG_CACHE_HOME", folder.resolve("cache").toString())
        .run();
  }

  static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  final JsonNode report() {
    try {
      return SCHEMA.check(Files.readString(folder.resolve("report.json")).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  final JsonNode attempt(int number) {
    return report().get("attempts").get(number - 1);
  }
}
