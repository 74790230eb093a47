package dev.resil;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.generate.GeneratedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Completion, manual and reference say what the options are now. */
@EnabledIfSystemProperty(named = "generate.write", matches = "true")
class GeneratedFilesTest {
  /** Set by {@code scripts/generate}: files are rewritten, not only looked at. */
  private static final boolean WRITE = Boolean.getBoolean("generate.write");

  static Stream<Map.Entry<String, String>> files() {
    return GeneratedFiles.of(Main.commandLine()).entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldBeCurrent(Map.Entry<String, String> generated) throws IOException {
    Path file = Path.of(generated.getKey());
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated.getValue());
    }
    assertThat(file).as("run scripts/generate").hasContent(generated.getValue());
  }
}
