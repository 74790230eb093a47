package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end-to-end tests validate all JSON of resil. */
class JsonOutputsTest {
  private static final String NONE = "{\n  \"breakers\" : [ ]\n}\n";
  private static final String WRONG = "{\n  \"breakers\" : [ {\n    \"name\" : 1\n  } ]\n}\n";

  @TempDir Path folder;

  private void check(String command, int exitCode, String out) {
    JsonOutputs.check(
        Stream.concat(Stream.of(Resil.program()), Stream.of(command.split(" ", -1))).toList(),
        folder,
        new Resil.Result(exitCode, out, ""));
  }

  @Test
  void shouldLookAtEachPictureOfAWatch() {
    String watch = "breaker list --watch --json";
    assertThatCode(() -> check(watch, 143, NONE + "\n" + NONE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(watch, 143, NONE + "\n" + WRONG)).hasMessageContaining("name");
    assertThatThrownBy(() -> check(watch, 143, NONE + "trouble\n")).hasMessageContaining("trouble");
  }

  @Test
  void shouldRequireJsonIfAskedAndItsSchema() {
    assertThatThrownBy(() -> check("plan --json", 0, "")).isInstanceOf(AssertionError.class);
    assertThatCode(() -> check("plan --json", 125, "")).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("new --json", 0, "{}\n")).hasMessageContaining("the schema");
    assertThatCode(() -> check("http --json {} http://x/", 0, "{}\n")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time\":\"2026-01-02T03:04:05Z\",\"event\":\"none\"}",
        "DEBUG resil - {\"time\":\"2026-01-02T03:04:05Z\",\"event\":\"none\"}",
        "{\"time\":\"2026-01-02T03:04:05Z\",\"breaker\":\"a\"}",
        "{\"resil_version\":1}",
        "{\"statistics\":1}",
        "{\"copies\":1}",
        "{\"seed\":1}",
        "{\"command\":1}",
        WRONG
      })
  void shouldRecognizeResilsJsonAnywhere(String json) throws Exception {
    String text = "before\n" + json + "\nafter\n";
    assertThatThrownBy(() -> JsonOutputs.check(text)).isInstanceOf(AssertionError.class);
    Files.writeString(folder.resolve("any"), text);
    assertThatThrownBy(() -> check("--version", 0, "")).isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldLeaveTheJsonOfOthersAlone() {
    assertThatCode(() -> JsonOutputs.check("{\"time\":\"now\"}\n{\"a\":{\"seed\":1}}\n{\n}\n"))
        .doesNotThrowAnyException();
  }
}
