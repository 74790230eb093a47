package dev.resil.cli.config;

import dev.resil.config.Setting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The configurable options: those of the commands that run something, except the ones that define
 * what to run. The list comes from picocli; a key is an option's long name without its dashes.
 */
public final class OptionKeys {
  /** The first characters of a configuring variable's name. */
  static final String PREFIX = "RESIL_";

  /** The commands whose options are policies. */
  private static final List<String> COMMANDS = List.of("run", "http", "wait");

  /** Groups of options that define the work, not its policy. */
  private static final Set<String> NO_POLICIES =
      Set.of("Request", "Connection", "Conditions", "Answer", "Configuration", "Other");

  /**
   * A configurable option.
   *
   * @param command a command that has it
   */
  record Known(CommandSpec command, OptionSpec option) {}

  private final Map<String, Known> known = new LinkedHashMap<>();

  /** The keys of options with several long names, by the other names. */
  private final Map<String, String> aliases = new HashMap<>();

  private OptionKeys() {}

  /** The configurable options, in the order of the help text. */
  public static OptionKeys of(CommandLine resil) {
    OptionKeys keys = new OptionKeys();
    for (String name : COMMANDS) {
      Optional.ofNullable(resil.getSubcommands().get(name))
          .ifPresent(command -> keys.addGroups(command.getCommandSpec()));
    }
    return keys;
  }

  private void addGroups(CommandSpec command) {
    command
        .mixins()
        .forEach((group, mixin) -> {
          if (!NO_POLICIES.contains(group)) {
            add(command, mixin);
          }
        });
  }

  private void add(CommandSpec command, CommandSpec mixin) {
    for (OptionSpec option : mixin.options()) {
      known.putIfAbsent(key(option), new Known(command, option));
      for (String name : option.names()) {
        if (name.startsWith("--") && !name.substring(2).equals(key(option))) {
          aliases.put(name.substring(2), key(option));
        }
      }
    }
  }

  /** All keys. */
  Set<String> all() {
    return known.keySet();
  }

  /** The option of a key, or of another of its long names. */
  Optional<Known> find(String key) {
    return Optional.ofNullable(known.get(aliases.getOrDefault(key, key)));
  }

  /** The same settings under the keys of their options, which win over other names. */
  Map<String, Setting> byKey(Map<String, Setting> settings) {
    if (aliases.keySet().stream().noneMatch(settings::containsKey)) {
      return settings;
    }
    Map<String, Setting> byKey = new LinkedHashMap<>();
    settings.forEach((name, setting) -> {
      String key = aliases.getOrDefault(name, name);
      if (key.equals(name) || !settings.containsKey(key)) {
        byKey.put(key, new Setting(key, setting.value(), setting.origin()));
      }
    });
    return byKey;
  }

  /** The configurable options of a command, by key. */
  Map<String, OptionSpec> of(CommandSpec command) {
    Map<String, OptionSpec> found = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      if (known.containsKey(key(option))) {
        found.put(key(option), option);
      }
    }
    return found;
  }

  /** An option's key: its first long name, without the dashes. */
  static String key(OptionSpec option) {
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        return name.substring(2);
      }
    }
    return option.longestName();
  }

  /** The environment variable of a key. */
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The key of an environment variable; empty if it is not one of resil's. */
  static Optional<String> keyOf(String variable) {
    return variable.startsWith(PREFIX)
        ? Optional.of(
            variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-'))
        : Optional.empty();
  }
}
