package dev.resil.cli.config;

import dev.resil.cli.options.StateOptions;
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
 * The options that can be configured: those of the commands that run something, but for the ones
 * that say what is run. The list is picocli's; a key is an option's long name without its dashes.
 */
public final class OptionKeys {
  private static final String PREFIX = "RESIL_";

  /** The commands whose options are policies. */
  private static final List<String> COMMANDS = List.of("run", "http");

  /** Groups of options that say what to do, not how. */
  private static final Set<String> NO_POLICIES =
      Set.of("Request", "Connection", "Answer", "Configuration", "Other");

  /** Groups of which a file that nobody named may set any option. */
  private static final Set<String> HARMLESS =
      Set.of("Retry", "Outcomes", "Preset", "Timeouts", "Streams", "Breaker");

  /** Options of other groups that such a file may set. */
  private static final Set<String> HARMLESS_OPTIONS = Set.of("quiet", "verbose");

  /**
   * An option that can be configured.
   *
   * @param command a command that has it
   * @param harmless whether a file that nobody named may set it
   */
  record Known(CommandSpec command, OptionSpec option, boolean harmless) {}

  private final Map<String, Known> known = new LinkedHashMap<>();

  private OptionKeys() {}

  /** The options that can be configured, in the order in which help shows them. */
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
            add(command, mixin, HARMLESS.contains(group));
          }
        });
  }

  private void add(CommandSpec command, CommandSpec mixin, boolean harmless) {
    Set<OptionSpec> moving = new java.util.HashSet<>();
    mixin.mixins().values().stream()
        .filter(nested -> nested.userObject() instanceof StateOptions)
        .forEach(nested -> moving.addAll(nested.options()));
    for (OptionSpec option : mixin.options()) {
      String key = key(option);
      boolean free = harmless && !moving.contains(option);
      known.putIfAbsent(key, new Known(command, option, free || HARMLESS_OPTIONS.contains(key)));
    }
  }

  /** All keys. */
  Set<String> all() {
    return known.keySet();
  }

  /** What is known of a key. */
  Optional<Known> find(String key) {
    return Optional.ofNullable(known.get(key));
  }

  /** The options of a command that can be configured, by key. */
  Map<String, OptionSpec> of(CommandSpec command) {
    Map<String, OptionSpec> found = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      if (known.containsKey(key(option))) {
        found.put(key(option), option);
      }
    }
    return found;
  }

  /** An option's key. */
  static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  /** The variable of a key. */
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The key of a variable; empty where it is none of resil's. */
  static Optional<String> keyOf(String variable) {
    return variable.startsWith(PREFIX)
        ? Optional.of(
            variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-'))
        : Optional.empty();
  }
}
