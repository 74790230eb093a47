package dev.resil.cli.config;

import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.options.OptionRules;
import dev.resil.cli.options.UsageException;
import dev.resil.config.Origin;
import dev.resil.config.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Executes a command with its configured options inserted before its arguments, unless the
 * arguments override them. picocli parses configured words like any others.
 */
public final class ConfiguredExecution implements IExecutionStrategy {
  private static final String GROUP = "Configuration";

  private final ConfigSource source;
  private final OptionKeys keys;

  /** The configurable options of each command, by key. To find them takes longer than a start. */
  private final IdentityHashMap<CommandSpec, Map<String, OptionSpec>> options =
      new IdentityHashMap<>();

  private ConfiguredExecution(ConfigSource source, OptionKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  /** Adds configuration to every command with configurable options. */
  public static OptionKeys install(CommandLine resil, ConfigSource source) {
    OptionKeys keys = OptionKeys.of(resil);
    ConfiguredExecution execution = new ConfiguredExecution(source, keys);
    execution.addOptions(resil);
    resil.setExecutionStrategy(execution);
    return keys;
  }

  private void addOptions(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Map<String, OptionSpec> configurable = keys.of(spec);
    if (!configurable.isEmpty()) {
      spec.addMixin(GROUP, CommandSpec.forAnnotatedObject(new ConfigOptions()));
      options.put(spec, configurable);
    }
    command.getSubcommands().values().forEach(this::addOptions);
  }

  @Override
  public int execute(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      rejectOptionsAhead(command);
      command = command.subcommand();
    }
    if (command.isUsageHelpRequested()) {
      return new RunLast().execute(parsed);
    }
    CommandSpec spec = command.commandSpec();
    try {
      return new RunLast()
          .execute(configured(parsed, command, options.getOrDefault(spec, Map.of())));
    } catch (UsageException e) {
      throw new ExecutionException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** The command with its configured options; those of the command line are checked. */
  private ParseResult configured(
      ParseResult parsed, ParseResult command, Map<String, OptionSpec> options) {
    CommandSpec spec = command.commandSpec();
    Map<String, List<String>> given = new HashMap<>();
    for (OptionSpec option : command.matchedOptions()) {
      given.put(OptionKeys.key(option), option.originalStringValues());
    }
    List<Map<String, Setting>> layers =
        options.isEmpty() ? List.of() : new ConfigLayers(source, keys, choice(spec)).read();
    Predicate<String> known = key -> spec.findOption("--" + key) != null;
    Map<String, Setting> settings = settings(layers, options, given, known);
    Map<String, List<String>> all = together(given, settings);
    if (!all.isEmpty()) {
      OptionRules.check(all, known);
    }
    return settings.isEmpty() ? parsed : parseAgain(settings, options, parsed);
  }

  /** The settings in force that have an effect. */
  private static Map<String, Setting> settings(
      List<Map<String, Setting>> layers,
      Map<String, OptionSpec> options,
      Map<String, List<String>> given,
      Predicate<String> known) {
    Map<String, Setting> settings = inForce(layers, options, given);
    Map<String, List<String>> all = together(given, settings);
    // an option without effect may be one that another requires
    while (settings.keySet().removeIf(key -> OptionRules.isIdle(key, all, known))) {
      all.keySet().removeIf(key -> !given.containsKey(key) && !settings.containsKey(key));
    }
    return settings;
  }

  /** The options of a configurable command that select the configuration. */
  static ConfigOptions choice(CommandSpec command) {
    return (ConfigOptions) command.mixins().get(GROUP).userObject();
  }

  private static Map<String, List<String>> together(
      Map<String, List<String>> given, Map<String, Setting> settings) {
    Map<String, List<String>> all = new HashMap<>(given);
    settings.forEach((key, setting) -> all.put(key, setting.value().words()));
    return all;
  }

  /** Options of a command do not apply to its subcommand, the one that is executed. */
  private static void rejectOptionsAhead(ParseResult command) {
    CommandSpec next = command.subcommand().commandSpec();
    command.matchedOptions().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .findFirst()
        .ifPresent(option -> {
          throw new ParameterException(
              next.commandLine(),
              "%s: write it after '%s'".formatted(option.longestName(), next.qualifiedName()));
        });
  }

  /**
   * The settings in force: for each option, that of the first layer to have it, unless a stronger
   * setting excludes it. A setting that turns an option off keeps weaker layers from turning it on.
   *
   * @param options the command's, by key
   * @param given the options that are set already, by key
   */
  static Map<String, Setting> inForce(
      List<Map<String, Setting>> layers,
      Map<String, OptionSpec> options,
      Map<String, List<String>> given) {
    Map<String, List<String>> stronger = new HashMap<>(given);
    Set<String> off = new HashSet<>();
    Map<String, Setting> inForce = new LinkedHashMap<>();
    for (Map<String, Setting> layer : layers) {
      Map<String, List<String>> here = new HashMap<>();
      for (Setting setting : layer.values()) {
        OptionSpec option = options.get(setting.key());
        boolean decided = stronger.containsKey(setting.key()) || off.contains(setting.key());
        if (option == null || decided || rival(setting, stronger).isPresent()) {
          continue;
        }
        if (OptionWords.isOff(option, setting)) {
          off.add(setting.key());
        } else {
          rejectRival(setting, here);
          here.put(setting.key(), setting.value().words());
          inForce.put(setting.key(), setting);
        }
      }
      stronger.putAll(here);
    }
    return inForce;
  }

  private static Optional<String> rival(Setting setting, Map<String, List<String>> given) {
    return given.entrySet().stream()
        .filter(other ->
            OptionRules.exclude(
                setting.key(), setting.value().words(), other.getKey(), other.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static void rejectRival(Setting setting, Map<String, List<String>> given) {
    rival(setting, given)
        .ifPresent(other -> {
          throw UsageException.contradiction(name(setting), other, "remove one");
        });
  }

  /** The name as the user wrote it: {@code RESIL_TIMEOUT}, or {@code .resil.toml:3: timeout}. */
  private static String name(Setting setting) {
    String origin = setting.origin().text();
    return switch (setting.origin()) {
      case Origin.Variable variable -> origin;
      case Origin.Line line -> origin + ": " + setting.key();
    };
  }

  private static ParseResult parseAgain(
      Map<String, Setting> settings, Map<String, OptionSpec> options, ParseResult parsed) {
    List<String> words = new ArrayList<>(parsed.originalArgs());
    words.addAll(afterCommand(parsed), words(settings, options));
    CommandLine resil = parsed.commandSpec().commandLine();
    try {
      return resil.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw configured(e, settings).map(problem -> (RuntimeException) problem).orElse(e);
    }
  }

  /** The same problem with the setting's name; empty if it is not a setting's problem. */
  private static Optional<UsageException> configured(
      ParameterException e, Map<String, Setting> settings) {
    return Optional.ofNullable(e.getArgSpec())
        .filter(argument -> argument instanceof OptionSpec)
        .map(argument -> settings.get(OptionKeys.key((OptionSpec) argument)))
        .map(setting ->
            new UsageException(
                ConfigValidation.wrong(
                    name(setting), setting, UsageErrors.reason(e, e.getArgSpec()))));
  }

  private static List<String> words(
      Map<String, Setting> settings, Map<String, OptionSpec> options) {
    List<String> words = new ArrayList<>();
    for (Setting setting : settings.values()) {
      try {
        words.addAll(OptionWords.of(options.get(setting.key()), setting));
      } catch (IllegalArgumentException e) {
        throw new UsageException(ConfigValidation.wrong(name(setting), setting, e.getMessage()));
      }
    }
    return words;
  }

  /** The index of the innermost command's first argument; no option before it takes a value. */
  private static int afterCommand(ParseResult parsed) {
    List<String> words = parsed.originalArgs();
    int index = 0;
    for (ParseResult at = parsed; at.hasSubcommand(); at = at.subcommand()) {
      String name = at.subcommand().commandSpec().name();
      index += words.subList(index, words.size()).indexOf(name) + 1;
    }
    return index;
  }
}
