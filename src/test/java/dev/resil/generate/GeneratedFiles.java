package dev.resil.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** All files that are generated from the options, or name the release of {@code pom.xml}. */
public final class GeneratedFiles {
  private static final Pattern RELEASED =
      Pattern.compile("<project.build.outputTimestamp>(\\d{4}-\\d\\d-\\d\\d)T");

  private GeneratedFiles() {}

  /**
   * The current files.
   *
   * @return their text by their paths from the project's folder
   */
  public static Map<String, String> of(CommandLine commandLine) {
    CommandModel resil = CommandModel.of(commandLine);
    Map<String, String> files = new LinkedHashMap<>(ReleaseNames.files());
    files.put("completions/resil.bash", BashCompletion.of(resil));
    files.put("completions/_resil", ZshCompletion.of(resil));
    files.put("completions/resil.fish", FishCompletion.of(resil));
    ManualPages.of(resil, date()).forEach((name, page) -> files.put("man/" + name, page));
    files.put("docs/reference.md", Reference.of(resil));
    return files;
  }

  /**
   * The date of the release, in mdoc's form; pages that change with every build could not be
   * compared.
   */
  private static String date() {
    try {
      return RELEASED
          .matcher(Files.readString(Path.of("pom.xml")))
          .results()
          .map(found -> LocalDate.parse(found.group(1)))
          .map(DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH)::format)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
