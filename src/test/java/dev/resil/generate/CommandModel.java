package dev.resil.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command from the view of its documentation: its name, its arguments, its help.
 *
 * @param path its full name: {@code resil breaker list}
 * @param subcommands its subcommands, in the order of the help
 */
record CommandModel(String path, CommandSpec spec, List<CommandModel> subcommands) {
  private static final String EXAMPLE = "  ";

  /** A command line and all its subcommands except hidden ones. */
  static CommandModel of(CommandLine command) {
    return of(command.getCommandName(), command);
  }

  private static CommandModel of(String path, CommandLine command) {
    return new CommandModel(
        path,
        command.getCommandSpec(),
        command.getSubcommands().entrySet().stream()
            .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
            .map(sub -> of(path + " " + sub.getKey(), sub.getValue()))
            .toList());
  }

  /** This command and all below it. */
  Stream<CommandModel> all() {
    return Stream.concat(Stream.of(this), subcommands.stream().flatMap(CommandModel::all));
  }

  /** The last word of its path. */
  String name() {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  /** The names of its subcommands, separated by blanks. */
  String subcommandNames() {
    return subcommands.stream().map(CommandModel::name).collect(Collectors.joining(" "));
  }

  /** Those of its subcommands that have subcommands. */
  Stream<CommandModel> parents() {
    return subcommands.stream().filter(sub -> !sub.subcommands().isEmpty());
  }

  /** Its description in one line. */
  String header() {
    return spec.usageMessage().header()[0];
  }

  /** The options that are not hidden. */
  List<OptionSpec> options() {
    return spec.options().stream().filter(option -> !option.hidden()).toList();
  }

  /** The options that take a value. */
  List<OptionSpec> takers() {
    return options().stream().filter(CommandModel::takesValue).toList();
  }

  /** The options by heading, in the order of the help. */
  Map<String, List<OptionSpec>> groups() {
    Map<String, List<OptionSpec>> mixins = new LinkedHashMap<>();
    List<OptionSpec> own = new ArrayList<>(options());
    spec.mixins()
        .forEach((title, mixin) -> {
          List<OptionSpec> options =
              mixin.options().stream().filter(option -> !option.hidden()).toList();
          own.removeAll(options);
          mixins.put(title, new ArrayList<>(options));
        });
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    if (!own.isEmpty()) {
      groups.put("Options", own);
    }
    mixins.forEach((title, options) ->
        groups.computeIfAbsent(title, any -> new ArrayList<>()).addAll(options));
    groups.values().removeIf(List::isEmpty);
    return groups;
  }

  /** Whether the words from the first non-option on belong to another command. */
  boolean wraps() {
    return spec.parser().stopAtPositional() && !spec.positionalParameters().isEmpty();
  }

  /** Whether its arguments are names of commands. */
  boolean explains() {
    return spec.helpCommand();
  }

  /** The topics that it explains, separated by blanks, including names of commands. */
  String subjects(CommandModel explained) {
    return Stream.concat(
            explained.subcommands().stream().map(CommandModel::name),
            arguments().stream()
                .flatMap(values ->
                    values instanceof Values.Words(List<String> words)
                        ? words.stream()
                        : Stream.empty()))
        .collect(Collectors.joining(" "));
  }

  /** The values of its arguments, in order; the last one applies to all further arguments. */
  List<Values> arguments() {
    return spec.positionalParameters().stream()
        .map(argument -> wraps() ? new Values.Command() : Values.of(argument))
        .toList();
  }

  /** The arguments, with the same indices as {@link #arguments}. */
  PositionalParamSpec argument(int index) {
    return spec.positionalParameters().get(index);
  }

  /** Its synopsis, one form per line. */
  List<String> synopsis() {
    return Arrays.stream(spec.usageMessage().customSynopsis()).map(String::strip).toList();
  }

  /** The paragraphs of the help before the options. */
  List<String> description() {
    return List.of(spec.usageMessage().description());
  }

  /** The examples of the help. */
  List<String> examples() {
    return footer().filter(line -> line.startsWith(EXAMPLE)).map(String::strip).toList();
  }

  /** The text of the help after the options, without the examples, as one paragraph. */
  String remark() {
    return String.join(
        " ",
        footer()
            .filter(line -> !line.startsWith(EXAMPLE) && !line.equals("Examples:"))
            .filter(line -> !line.isBlank())
            .toList());
  }

  private Stream<String> footer() {
    return Arrays.stream(spec.usageMessage().footer()).flatMap(String::lines);
  }

  /** Whether it takes a value. */
  static boolean takesValue(ArgSpec arg) {
    return arg.arity().max() > 0;
  }

  /** A short description of an option: the first sentence, without the default. */
  static String brief(OptionSpec option) {
    int limit = 76;
    String text = String.join(" ", option.description()).replaceAll(" \\(default: .*?\\)", "");
    int end = text.indexOf(". ");
    String sentence = (end < 0 ? text : text.substring(0, end)).replaceFirst("\\.$", "");
    return sentence.length() <= limit
        ? sentence
        : sentence.substring(0, sentence.lastIndexOf(' ', limit)) + " ...";
  }
}
