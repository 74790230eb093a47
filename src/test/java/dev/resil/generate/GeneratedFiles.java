package dev.resil.generate;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** Every file that is written from the options. */
public final class GeneratedFiles {
  /** Of the release; a page that changed with every build could not be checked. */
  private static final String MANUAL_DATE = "November 24, 2026";

  private GeneratedFiles() {}

  /**
   * The files as they ought to be.
   *
   * @return their text by their paths from the project's folder
   */
  public static Map<String, String> of(CommandLine commandLine) {
    CommandModel resil = CommandModel.of(commandLine);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("completions/resil.bash", BashCompletion.of(resil));
    files.put("completions/_resil", ZshCompletion.of(resil));
    files.put("completions/resil.fish", FishCompletion.of(resil));
    ManualPages.of(resil, MANUAL_DATE).forEach((name, page) -> files.put("man/" + name, page));
    files.put("docs/reference.md", Reference.of(resil));
    return files;
  }
}
