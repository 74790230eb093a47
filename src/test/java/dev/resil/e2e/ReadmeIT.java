package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands; {@link DocsIT} runs its recipes. */
final class ReadmeIT {
  private static final DocPage README = DocPage.of("README.md");

  @TempDir private Path folder;

  @Test
  void shouldTestWithOneCommand() {
    assertThat(README.command("test")).isEqualTo("./mvnw verify");
  }

  @Test
  void shouldBeginWithACurlThatIsRetriedUntilItSucceeds() throws Exception {
    PlainShell.Ran ran = new PlainShell(folder).run(README.command("demo"), DocPage.PROJECT);

    assertThat(ran.output())
        .containsSubsequence(
            "curl failed with exit code 22 (attempt 1 of 5)",
            "curl failed with exit code 22 (attempt 2 of 5)",
            "Hello from request 3!");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void shouldShowAPictureOfTheSessionAsItIs() throws IOException {
    String picture = Files.readString(DocPage.PROJECT.resolve("docs/images/demo.svg"));

    assertThat(README.text()).contains("(docs/images/demo.svg)");
    assertThat(picture)
        .containsSubsequence(
            "$ " + README.command("demo"),
            "attempt 1 of 5",
            "attempt 2 of 5",
            "Hello from request 3!")
        .doesNotContain("href", "@import", "<script");
  }
}
