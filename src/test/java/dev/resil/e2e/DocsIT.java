package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.resil.Needs;
import dev.resil.e2e.DocPage.Recipe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples of the README and the pages of {@code docs/}, marked as in {@link DocPage}. */
@Execution(ExecutionMode.CONCURRENT)
final class DocsIT {
  /** A program for a recipe: {@code stand_in NAME SCRIPT}. */
  private static final String STAND_IN =
      """
      stand_in() {
        mkdir -p bin
        printf '#!/bin/sh\\n%s\\n' "$2" >"bin/$1"
        chmod +x "bin/$1"
        case $PATH in "$PWD/bin:"*) ;; *) PATH=$PWD/bin:$PATH ;; esac
      }
      """;

  /** The URL in recipes that stands for {@link #server}. */
  private static final String SERVER = "http://localhost:8080";

  private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))`");

  @TempDir private Path folder;

  /** Answers the first request of each path with 503, the others with 200. */
  private HttpServer server;

  static List<DocPage> pages() {
    return DocPage.all();
  }

  static Stream<Recipe> recipes() {
    return Resil.cases(pages().stream().flatMap(page -> page.recipes().stream()).toList());
  }

  @BeforeEach
  void serve() throws IOException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "ok\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              seen.add(exchange.getRequestURI().getPath()) ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldFindTheRecipes() {
    assertThat(DocPage.of("README.md").recipes()).hasSize(3);
    assertThat(DocPage.of("docs/cookbook.md").recipes()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldMarkEveryExample(DocPage page) {
    assertThat(page.markedExamples())
        .as("blocks after a comment: recipe, file NAME, NAME command, or not run: WHY")
        .isEqualTo(page.examples());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLinkToExistingFiles(DocPage page) {
    Path from = DocPage.PROJECT.resolve(page.file()).getParent();
    assertThat(page.links()).allSatisfy(link -> assertThat(from.resolve(link)).exists());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLinkToExistingHeadings(DocPage page) {
    assertThat(page.headingLinks())
        .filteredOn(link -> link.page().endsWith(".md"))
        .allSatisfy(
            link -> assertThat(DocPage.of(link.page()).headings()).contains(link.heading()));
  }

  @Test
  void shouldListEveryDecision() throws IOException {
    try (Stream<Path> files = Files.list(DocPage.PROJECT.resolve("docs/adr"))) {
      assertThat(DocPage.of("docs/adr/README.md").links())
          .containsAll(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.matches("\\d.*"))
                  .toList());
    }
  }

  @Test
  void shouldNameExistingTestsForEachPromise() throws IOException {
    try (Stream<Path> files = Files.walk(DocPage.PROJECT.resolve("src/test/java"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".java", "")))
          .containsAll(
              TEST.matcher(DocPage.of("docs/promises.md").text())
                  .results()
                  .map(found -> found.group(1))
                  .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void shouldRunEveryRecipe(Recipe recipe) throws Exception {
    recipe.needs().forEach(Needs::programs);
    Path work = Files.createDirectory(folder.resolve("work"));
    String script = STAND_IN + recipe.setup() + "\n" + recipe.script();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();

    PlainShell.Ran ran = new PlainShell(folder).run(script.replace(SERVER, url), work);

    assertThat(ran.output()).matches(recipe.expected());
    assertThat(ran.exitCode()).as(ran.output()).isEqualTo(recipe.exitCode());
  }
}
