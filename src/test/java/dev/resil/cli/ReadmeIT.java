package dev.resil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does what the README says. A recipe is a {@code sh} block after a comment that readers do not
 * see: {@code <!-- recipe -->}, or {@code <!-- recipe exit N} where it ends with N, then lines that
 * prepare the folder. A {@code text} block right after it is what the recipe prints, stdout and
 * stderr together, with … for anything that differs from run to run.
 */
final class ReadmeIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path PROGRAM =
      PROJECT.resolve(
          System.getProperty("resil.program", PROJECT.resolve("scripts/resil").toString()));
  private static final int RECIPES = 14;
  private static final long LIMIT_SECONDS = 60;

  private static final Pattern RECIPE =
      Pattern.compile(
          """
          ^<!-- recipe(?: exit (?<exit>\\d+))?\\s(?<setup>.*?)-->
          ```sh
          (?<script>.*?)^```
          (?:```text
          (?<output>.*?)^```
          )?\
          """,
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern COMMAND =
      Pattern.compile(
          "^<!-- (?<name>\\w+) command -->\n```sh\n(?<line>.*?)\n```", Pattern.MULTILINE);

  @TempDir private Path folder;

  /** A recipe of the README. */
  record Recipe(String setup, String script, int exitCode, String output) {
    @Override
    public String toString() {
      return script.lines().findFirst().orElseThrow();
    }

    /** The output as a pattern, or one that takes everything where none is given. */
    Pattern expected() {
      return output == null
          ? Pattern.compile(".*", Pattern.DOTALL)
          : Pattern.compile(
              Stream.of(output.split("…", -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".+?")));
    }
  }

  /** What a script came to. */
  private record Ran(int exitCode, String output) {}

  static List<Recipe> recipes() throws IOException {
    List<Recipe> recipes = new ArrayList<>();
    Matcher matcher = RECIPE.matcher(readme());
    while (matcher.find()) {
      String exitCode = matcher.group("exit");
      recipes.add(
          new Recipe(
              matcher.group("setup"),
              matcher.group("script"),
              exitCode == null ? 0 : Integer.parseInt(exitCode),
              matcher.group("output")));
    }
    return recipes;
  }

  @Test
  void shouldHaveAllItsRecipesAndCommandsMarked() throws IOException {
    assertThat(recipes()).hasSize(RECIPES);
    assertThat(readme().lines().filter("```sh"::equals))
        .as("every sh block is a recipe, the demo or the test command")
        .hasSize(RECIPES + 2);
    assertThat(command("test")).isEqualTo("./mvnw verify");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void shouldGiveRecipesThatWork(Recipe recipe) throws Exception {
    Path bin = Files.createDirectory(folder.resolve("path"));
    Path resil = bin.resolve("resil");
    Files.writeString(resil, "#!/bin/sh\nexec '" + PROGRAM + "' \"$@\"\n");
    assertThat(resil.toFile().setExecutable(true)).isTrue();
    Path work = Files.createDirectory(folder.resolve("work"));

    Ran ran = sh("PATH=" + bin + ":$PATH\n" + recipe.setup() + "\n" + recipe.script(), work);

    assertThat(ran.output()).matches(recipe.expected());
    assertThat(ran.exitCode()).as(ran.output()).isEqualTo(recipe.exitCode());
  }

  @Test
  void shouldBeginWithACurlThatIsRetriedUntilItSucceeds() throws Exception {
    Ran ran = sh(command("demo"), PROJECT);

    assertThat(ran.output())
        .containsSubsequence(
            "curl failed with exit code 22 (attempt 1 of 5)",
            "curl failed with exit code 22 (attempt 2 of 5)",
            "Hello from request 3!");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void shouldShowAPictureOfTheSessionAsItIs() throws IOException {
    String picture = Files.readString(PROJECT.resolve("docs/images/demo.svg"));

    assertThat(readme()).contains("(docs/images/demo.svg)");
    assertThat(picture)
        .containsSubsequence(
            "$ " + command("demo"), "attempt 1 of 5", "attempt 2 of 5", "Hello from request 3!")
        .doesNotContain("href", "@import", "<script");
  }

  private Ran sh(String script, Path work) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(work.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    String printed = Files.readString(output);
    assertThat(ended).as("over in time; it printed:%n%s", printed).isTrue();
    return new Ran(process.exitValue(), printed);
  }

  private static String command(String name) throws IOException {
    return COMMAND
        .matcher(readme())
        .results()
        .filter(found -> found.group("name").equals(name))
        .map(found -> found.group("line"))
        .findFirst()
        .orElseThrow();
  }

  private static String readme() throws IOException {
    return Files.readString(PROJECT.resolve("README.md"));
  }
}
