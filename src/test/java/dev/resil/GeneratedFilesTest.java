package dev.resil;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.generate.GeneratedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Completion, manual and reference match the current options, and pages the pom. */
class GeneratedFilesTest {
  /** Set by {@code scripts/generate}: rewrites files instead of only checking them. */
  private static final boolean WRITE = Boolean.getBoolean("generate.write");

  private static final Map<String, String> GENERATED = GeneratedFiles.of(Main.commandLine());

  static Set<String> files() {
    return GENERATED.keySet();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldBeCurrent(String path) throws IOException {
    Path file = Path.of(path);
    String generated = GENERATED.get(path);
    if (WRITE) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("%s does not match the options, or pom.xml; run scripts/generate", file)
        .exists()
        .content()
        .isEqualTo(generated);
  }
}
