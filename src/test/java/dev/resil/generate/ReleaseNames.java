package dev.resil.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages and scripts that tell users where a release is: they name the repository and the
 * version of {@code pom.xml}.
 */
final class ReleaseNames {
  private static final Pattern POM_REPOSITORY =
      Pattern.compile("^ {2}<url>https://github\\.com/(.+)</url>$", Pattern.MULTILINE);
  private static final Pattern POM_VERSION =
      Pattern.compile("^ {2}<version>(.+)</version>$", Pattern.MULTILINE);

  /** After the words that precede it in a URL, in a workflow and in options. */
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "(github\\\\?\\.com/|ghcr\\.io/|uses: |--repo |--project |github:)[\\w.-]+/resil\\b");

  private static final Pattern VERSION =
      Pattern.compile(
          "(resil[-_]|/resil:|/resil@v?|/resil v|--tag v|/download/v|[0-9a-f]{40} # v)"
              + "(?:\\d+\\.\\d+\\.\\d+|VERSION)");

  private ReleaseNames() {}

  /** Those files as they should be, by their paths from the project's folder. */
  static Map<String, String> files() {
    String pom = read(Path.of("pom.xml"));
    String repository = find(POM_REPOSITORY, pom);
    String version = find(POM_VERSION, pom);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      Stream.concat(
              Stream.of("README.md", "SECURITY.md", "scripts/install").map(Path::of),
              docs.filter(file -> file.toString().endsWith(".md")))
          .forEach(file -> files.put(file.toString(), named(read(file), repository, version)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  static String named(String text, String repository, String version) {
    String named =
        REPOSITORY
            .matcher(text)
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        // names of images have no capitals
                        + (found.group(1).equals("ghcr.io/")
                            ? repository.toLowerCase(Locale.ROOT)
                            : repository)));
    // pages name releases, not what precedes one
    return version.matches("\\d+\\.\\d+\\.\\d+")
        ? VERSION.matcher(named).replaceAll("$1" + version)
        : named;
  }

  private static String find(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("pom.xml has no " + pattern);
    }
    return found.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
