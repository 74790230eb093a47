package dev.resil.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The README, CONTRIBUTING, SECURITY or a page of {@code docs/}. A comment before each block that
 * is not output, invisible to readers, tells the tests how to handle it:
 *
 * <ul>
 *   <li>{@code <!-- recipe -->}: runs it; {@code <!-- recipe exit N} if it exits with N. The
 *       comment's further lines prepare the folder. A {@code text} or {@code json} block right
 *       after it is its output, stdout and stderr together, with … for parts that vary.
 *   <li>{@code <!-- file NAME -->}: writes it to a file, and runs the comment's further lines.
 *   <li>{@code <!-- NAME command -->}: a command that other tests find by this name.
 *   <li>{@code <!-- not run: WHY -->}: does nothing.
 * </ul>
 *
 * <p>A recipe or a file may have {@code needs A,B} after its exit code: it is skipped without these
 * programs.
 *
 * @param file its path from the project's folder
 */
record DocPage(Path file, String text) {
  /** The project's folder. */
  static final Path PROJECT = Path.of("").toAbsolutePath();

  private static final Pattern RECIPE =
      Pattern.compile(
          """
          ^<!-- recipe(?: exit (?<exit>\\d+))?(?: needs (?<needs>\\S+))?\\s(?<setup>(?:(?!-->).)*)-->
          ```sh
          (?<script>.*?)^```
          (?:```(?:text|json)
          (?<output>.*?)^```
          )?\
          """,
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern FILE =
      Pattern.compile(
          """
          ^<!-- file (?<name>\\S+)(?: exit (?<exit>\\d+))?(?: needs (?<needs>\\S+))?\\s(?<script>(?:(?!-->).)*)-->
          ```\\w+
          (?<content>.*?)^```
          (?:```text
          (?<output>.*?)^```
          )?\
          """,
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern COMMAND =
      Pattern.compile(
          "^<!-- (?<name>\\w+) command -->\n```sh\n(?<line>.*?)\n```",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?<path>[^)#\\s]*)(?:#(?<heading>[^)]*))?\\)");
  private static final Pattern BLOCK =
      Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
  private static final Pattern NOT_RUN =
      Pattern.compile("^<!-- not run: .+ -->\n```\\w+\n", Pattern.MULTILINE);

  /** All pages. */
  static List<DocPage> all() {
    try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(PROJECT::resolve),
              docs.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> of(PROJECT.relativize(file).toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A page by its path from the project's folder. */
  static DocPage of(String file) {
    try {
      return new DocPage(Path.of(file), Files.readString(PROJECT.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks that are run. */
  List<Recipe> recipes() {
    return Stream.concat(
            RECIPE
                .matcher(text)
                .results()
                .map(found -> recipe(found, found.group("setup"), found.group("script"))),
            FILE.matcher(text)
                .results()
                .map(found -> recipe(found, written(found), found.group("script"))))
        .toList();
  }

  private Recipe recipe(MatchResult found, String setup, String script) {
    String exitCode = found.group("exit");
    String needs = found.group("needs");
    return new Recipe(
        file,
        needs == null ? List.of() : List.of(needs.split(",", -1)),
        setup,
        script,
        exitCode == null ? 0 : Integer.parseInt(exitCode),
        found.group("output"));
  }

  private static String written(MatchResult found) {
    return "cat >%s <<'END OF FILE'%n%sEND OF FILE%n"
        .formatted(found.group("name"), found.group("content"));
  }

  /** The paths of its links, from its folder, without those to other hosts. */
  List<String> links() {
    return LINK.matcher(text)
        .results()
        .map(found -> found.group("path"))
        .filter(path -> !path.isEmpty() && !path.contains(":"))
        .toList();
  }

  /** Its links to a heading, of its own or of another page. */
  List<HeadingLink> headingLinks() {
    return LINK.matcher(text)
        .results()
        .filter(found -> found.group("heading") != null && !found.group("path").contains(":"))
        .map(found -> new HeadingLink(page(found.group("path")), found.group("heading")))
        .toList();
  }

  private String page(String path) {
    return path.isEmpty() ? file.toString() : file.resolveSibling(path).normalize().toString();
  }

  /** The names of its headings in links, as GitHub and the site's generator make them. */
  Set<String> headings() {
    return HEADING
        .matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(found ->
            found.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** A link to a heading of a page. */
  record HeadingLink(String page, String heading) {}

  /** The command of a name. */
  String command(String name) {
    return COMMAND
        .matcher(text)
        .results()
        .filter(found -> found.group("name").equals(name))
        .map(found -> found.group("line"))
        .findFirst()
        .orElseThrow();
  }

  /** The number of blocks that a reader may copy, marked or not. */
  long examples() {
    return text.lines().filter(line -> line.matches("\\s*```(?!text|json)\\w+")).count();
  }

  /** The number of marked blocks. */
  long markedExamples() {
    return Stream.of(RECIPE, FILE, COMMAND, NOT_RUN)
        .mapToLong(pattern -> pattern.matcher(text).results().count())
        .sum();
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /**
   * A block that is run.
   *
   * @param needs the programs that it requires
   * @param setup lines that prepare the folder
   * @param output its output, or null if not given
   */
  record Recipe(
      Path file, List<String> needs, String setup, String script, int exitCode, String output) {
    /** The output as a pattern; matches everything if there is none. */
    Pattern expected() {
      return output == null
          ? Pattern.compile(".*", Pattern.DOTALL)
          : Pattern.compile(
              Stream.of(output.split("…", -1))
                  .map(Pattern::quote)
                  .reduce((before, after) -> before + ".+?" + after)
                  .orElseThrow());
    }

    @Override
    public String toString() {
      return file + ": " + script.lines().findFirst().orElse("");
    }
  }
}
