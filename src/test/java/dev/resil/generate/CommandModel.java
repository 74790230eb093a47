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
 * A command as those who write about it see it: what it is called, what it takes, what its help
 * says.
 *
 * @param path the words that call it: {@code resil breaker list}
 * @param subcommands its own, in the order of the help
 */
record CommandModel(String path, CommandSpec spec, List<CommandModel> subcommands) {
  private static final String EXAMPLE = "  ";

  /** A command line and all its subcommands but hidden ones. */
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

  /** This one, and all below it. */
  Stream<CommandModel> all() {
    return Stream.concat(Stream.of(this), subcommands.stream().flatMap(CommandModel::all));
  }

  /** The last word of its path. */
  String name() {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  /** The last words of its subcommands, with blanks between. */
  String subcommandNames() {
    return subcommands.stream().map(CommandModel::name).collect(Collectors.joining(" "));
  }

  /** Those of its subcommands that have subcommands. */
  Stream<CommandModel> parents() {
    return subcommands.stream().filter(sub -> !sub.subcommands().isEmpty());
  }

  /** One line on what it does. */
  String header() {
    return spec.usageMessage().header()[0];
  }

  /** The options that are not hidden. */
  List<OptionSpec> options() {
    return spec.options().stream().filter(option -> !option.hidden()).toList();
  }

  /** Those of them that a value follows. */
  List<OptionSpec> takers() {
    return options().stream().filter(CommandModel::takesValue).toList();
  }

  /** The same by the headings that the help has, in its order. */
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

  /** Whether the words from the first that is no option on are another command's. */
  boolean wraps() {
    return spec.parser().stopAtPositional() && !spec.positionalParameters().isEmpty();
  }

  /** Whether its arguments are names of commands. */
  boolean explains() {
    return spec.helpCommand();
  }

  /** What it explains, with blanks between: other things' names, and those of a command's own. */
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

  /** What its arguments may be, one after the other; the last one holds for all that follow. */
  List<Values> arguments() {
    return spec.positionalParameters().stream()
        .map(argument -> wraps() ? new Values.Command() : Values.of(argument))
        .toList();
  }

  /** The argument that the value of the same index in {@link #arguments} belongs to. */
  PositionalParamSpec argument(int index) {
    return spec.positionalParameters().get(index);
  }

  /** How it is called, a way a line. */
  List<String> synopsis() {
    return Arrays.stream(spec.usageMessage().customSynopsis()).map(String::strip).toList();
  }

  /** What the help says before the options, in paragraphs. */
  List<String> description() {
    return List.of(spec.usageMessage().description());
  }

  /** The commands that the help gives as examples. */
  List<String> examples() {
    return footer().filter(line -> line.startsWith(EXAMPLE)).map(String::strip).toList();
  }

  /** What the help says after the options, beside the examples, as one paragraph. */
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

  /** Whether a value follows. */
  static boolean takesValue(ArgSpec arg) {
    return arg.arity().max() > 0;
  }

  /** What an option does, in few words: its description's first sentence without the default. */
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
