package dev.resil;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The real command line's options, for tests that must not forget one. */
public final class CommandLineModel {
  private CommandLineModel() {}

  /** The options of all commands that match, by long name. */
  public static Map<String, OptionSpec> options(Predicate<OptionSpec> wanted) {
    Map<String, OptionSpec> found = new LinkedHashMap<>();
    add(Main.commandLine(), wanted, found);
    return found;
  }

  private static void add(
      CommandLine command, Predicate<OptionSpec> wanted, Map<String, OptionSpec> found) {
    command.getCommandSpec().options().stream()
        .filter(wanted)
        .forEach(option -> found.putIfAbsent(option.longestName(), option));
    command.getSubcommands().values().forEach(sub -> add(sub, wanted, found));
  }
}
