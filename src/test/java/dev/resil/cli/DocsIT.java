package dev.resil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.cli.DocPage.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what the README and the pages of {@code docs/} say; {@link DocPage} has how they say it. */
final class DocsIT {
  @TempDir private Path folder;

  static List<DocPage> pages() {
    return DocPage.all();
  }

  static List<Recipe> recipes() {
    return pages().stream().flatMap(page -> page.recipes().stream()).toList();
  }

  @Test
  void shouldKnowTheReadmesRecipes() {
    assertThat(DocPage.of("README.md").recipes()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldSayOfEveryShellBlockWhatTheTestsDoWithIt(DocPage page) {
    assertThat(page.markedBlocks())
        .as("sh blocks after a comment: recipe, NAME command, or not run: WHY")
        .isEqualTo(page.shellBlocks());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void shouldGiveRecipesThatWork(Recipe recipe) throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));

    PlainShell.Ran ran = new PlainShell(folder).run(recipe.setup() + "\n" + recipe.script(), work);

    assertThat(ran.output()).matches(recipe.expected());
    assertThat(ran.exitCode()).as(ran.output()).isEqualTo(recipe.exitCode());
  }
}
