package dev.resil.cli.config;

import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.OptionRules;
import dev.resil.cli.options.OutcomeLists;
import dev.resil.cli.options.SecretValues;
import dev.resil.cli.options.UsageException;
import dev.resil.config.ConfigFile;
import dev.resil.config.ConfigProblem;
import dev.resil.config.Origin;
import dev.resil.config.Setting;
import dev.resil.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;

/** Finds the problems of a configuration file. */
final class ConfigValidation {
  private ConfigValidation() {}

  /**
   * The problems of its syntax and keys, which every run checks.
   *
   * @param own the user's own file, if this one was found rather than named, so that it may not set
   *     every option
   */
  static List<ConfigProblem> ofNames(ConfigFile file, OptionKeys keys, Optional<String> own) {
    List<ConfigProblem> problems = new ArrayList<>(file.problems());
    for (Map<String, Setting> table : tables(file)) {
      for (Setting setting : table.values()) {
        name(setting, keys, own, file.name()).ifPresent(text -> add(problems, setting, text));
      }
    }
    problems.sort(Comparator.comparingInt(ConfigProblem::line));
    return problems;
  }

  /** All its problems. */
  static List<ConfigProblem> ofAll(ConfigFile file, OptionKeys keys, Optional<String> own) {
    List<ConfigProblem> problems = ofNames(file, keys, own);
    for (Map<String, Setting> table : tables(file)) {
      for (Setting setting : table.values()) {
        keys.find(setting.key())
            .flatMap(known -> value(known, setting, setting.key()))
            .ifPresent(text -> add(problems, setting, text));
      }
      // only those that are known, or many unknown ones would take quadratic time
      List<Setting> on = table.values().stream().filter(setting -> isOn(setting, keys)).toList();
      for (Setting setting : on) {
        rival(setting, on).ifPresent(text -> add(problems, setting, text));
      }
    }
    problems.sort(Comparator.comparingInt(ConfigProblem::line));
    return problems;
  }

  private static Collection<Map<String, Setting>> tables(ConfigFile file) {
    List<Map<String, Setting>> tables = new ArrayList<>(List.of(file.defaults()));
    tables.addAll(file.profiles().values());
    return tables;
  }

  private static void add(List<ConfigProblem> problems, Setting setting, String text) {
    Origin.Line line = (Origin.Line) setting.origin();
    problems.add(new ConfigProblem(line.file(), line.line(), text));
  }

  private static Optional<String> name(
      Setting setting, OptionKeys keys, Optional<String> own, String file) {
    String key = Printable.word(setting.key());
    if (keys.find(setting.key()).isEmpty()) {
      List<String> near = Nearest.to(setting.key(), keys.all());
      String remedy =
          near.isEmpty() ? "see 'resil config example'" : "did you mean " + near.getFirst() + "?";
      return Optional.of(key + ": unknown key; " + remedy);
    }
    return own.flatMap(
            other -> UnnamedFile.problem(setting, Printable.word(file), Printable.word(other)))
        .map(why -> key + ": " + why);
  }

  /** The problem with a variable's value. */
  static Optional<String> ofVariable(Setting setting, OptionKeys keys) {
    return keys.find(setting.key())
        .flatMap(known -> value(known, setting, setting.origin().text()));
  }

  private static Optional<String> value(OptionKeys.Known known, Setting setting, String name) {
    try {
      List<String> words = new ArrayList<>(List.of(known.command().name()));
      words.addAll(OptionWords.of(known.option(), setting));
      known.command().root().commandLine().parseArgs(words.toArray(String[]::new));
      return OutcomeLists.tooLarge(known.option().getValue()).map(why -> name + ": " + why);
    } catch (IllegalArgumentException e) {
      return Optional.of(wrong(name, setting, e.getMessage()));
    } catch (ParameterException e) {
      return Optional.of(wrong(name, setting, UsageErrors.reason(e, known.option())));
    }
  }

  /** The message about an invalid value. */
  static String wrong(String name, Setting setting, String reason) {
    String value =
        setting.value().words().stream()
            .map(word -> SecretValues.shown(setting.key(), word))
            .collect(Collectors.joining(","));
    return UsageException.wrongValue(name, value, reason).getMessage();
  }

  private static Optional<String> rival(Setting setting, List<Setting> table) {
    return table.stream()
        .takeWhile(other -> !other.equals(setting))
        .filter(other ->
            OptionRules.exclude(
                setting.key(), setting.value().words(), other.key(), other.value().words()))
        .findFirst()
        .map(other ->
            "%s: cannot be used with %s in line %d; remove one"
                .formatted(setting.key(), other.key(), ((Origin.Line) other.origin()).line()));
  }

  private static boolean isOn(Setting setting, OptionKeys keys) {
    return keys.find(setting.key())
        .filter(known -> !OptionWords.isOff(known.option(), setting))
        .isPresent();
  }
}
