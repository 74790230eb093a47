package dev.resil.cli.config;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.SecretValues;
import dev.resil.cli.options.UsageException;
import dev.resil.config.ConfigView;
import dev.resil.config.Setting;
import dev.resil.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil config show}. */
@Command(
    name = "show",
    header = "Show the options in force and the source of each.",
    customSynopsis = "resil config show [OPTIONS] [COMMAND [SUBCOMMAND]]",
    description =
        "Shows the configuration of COMMAND, or of 'run', without options on the command line.",
    footer = {
      "",
      "Examples:",
      "  resil config show",
      "  resil config show plan --json",
      "  resil config show breaker record"
    })
final class ConfigShowCommand implements Callable<Integer> {
  /** The default in an option's help. */
  private static final Pattern DEFAULT = Pattern.compile("\\(default: ([^()]*)\\)");

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Mixin(name = "Configuration")
  private final ConfigOptions options = new ConfigOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Parameters(arity = "0..2", paramLabel = "COMMAND", hidden = true)
  private List<String> names = new ArrayList<>();

  @Spec private CommandSpec spec;

  private final ConfigSource source;
  private final OptionKeys keys;

  ConfigShowCommand(ConfigSource source, OptionKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  @Override
  public Integer call() {
    List<String> shown = names.isEmpty() ? List.of("run") : names;
    Map<String, OptionSpec> known = keys.of(command(shown));
    if (known.isEmpty()) {
      throw new UsageException(
          Printable.of(String.join(" ", shown)) + ": has no configurable options");
    }
    ConfigLayers layers = new ConfigLayers(source, keys, options);
    Map<String, Setting> settings = ConfiguredExecution.inForce(layers.read(), known, Map.of());
    List<ConfigView.Row> rows = new ArrayList<>();
    known.forEach((key, option) ->
        rows.add(
            new ConfigView.Row(
                key,
                Optional.ofNullable(settings.get(key)).map(ConfigShowCommand::withoutSecrets),
                builtIn(option))));
    ConfigView view =
        new ConfigView(String.join(" ", shown), layers.profile(), layers.seen(), rows);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? view.json() + System.lineSeparator() : view.table());
    out.flush();
    return 0;
  }

  private static Setting withoutSecrets(Setting setting) {
    return switch (setting.value()) {
      case Setting.Value.Flag _ -> setting;
      case Setting.Value.Word(String word) ->
          new Setting(
              setting.key(),
              new Setting.Value.Word(SecretValues.shown(setting.key(), word)),
              setting.origin());
      case Setting.Value.Words(List<String> words) ->
          new Setting(
              setting.key(),
              new Setting.Value.Words(
                  words.stream().map(word -> SecretValues.shown(setting.key(), word)).toList()),
              setting.origin());
    };
  }

  private CommandSpec command(List<String> shown) {
    CommandLine command = spec.root().commandLine();
    for (String name : shown) {
      Map<String, CommandLine> commands = command.getSubcommands();
      command = Optional.ofNullable(commands.get(name)).orElseThrow(() -> unknown(name, commands));
    }
    return command.getCommandSpec();
  }

  private static UsageException unknown(String name, Map<String, CommandLine> commands) {
    List<String> near = Nearest.to(name, commands.keySet());
    String remedy = near.isEmpty() ? "see 'resil --help'" : "did you mean " + near.getFirst() + "?";
    return new UsageException("config show " + Printable.of(name) + ": unknown command; " + remedy);
  }

  private static Optional<String> builtIn(OptionSpec option) {
    return DEFAULT
        .matcher(String.join(" ", option.description()))
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst();
  }
}
