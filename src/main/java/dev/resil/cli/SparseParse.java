package dev.resil.cli;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Parses the words of one command with the options alone that they name. picocli resets all options
 * of a command before it parses, each with new lists: for {@code run}, that was half of what resil
 * itself does until the command starts. Whatever is not plain goes to the whole command line.
 */
public final class SparseParse {
  private static final String END_OF_OPTIONS = "--";

  private final CommandLine resil;
  private final CommandSpec command;

  /** Copies of the command's options that set the same fields, by each of their names. */
  private final Map<String, OptionSpec> options = new HashMap<>();

  /** The command without options. */
  private final CommandLine sparse;

  /**
   * A parse of a subcommand whose options end at its first argument.
   *
   * @param name the subcommand's
   */
  public SparseParse(CommandLine resil, String name) {
    this.resil = resil;
    CommandLine whole = resil.getSubcommands().get(name);
    this.command = whole.getCommandSpec();
    CommandSpec without = CommandSpec.wrapWithoutInspection(command.userObject()).name(name);
    for (PositionalParamSpec words : command.positionalParameters()) {
      without.addPositional(PositionalParamSpec.builder(words).build());
    }
    this.sparse =
        new CommandLine(without)
            .setStopAtPositional(whole.isStopAtPositional())
            .setExpandAtFiles(whole.isExpandAtFiles())
            .setOverwrittenOptionsAllowed(whole.isOverwrittenOptionsAllowed());
    for (OptionSpec option : command.options()) {
      option.initialValue(); // keeps it, before a field is set through the copy
      if (option.defaultValue() != null) {
        throw new IllegalArgumentException("give the field of " + option + " its default value");
      }
      if (!option.usageHelp() && option.arity().max() <= 1) {
        OptionSpec copy = OptionSpec.builder(option).build();
        for (String word : option.names()) {
          options.put(word, copy);
        }
      }
    }
  }

  /** Executes a command line, like {@link CommandLine#execute}. */
  public int execute(String... words) {
    Optional<Set<OptionSpec>> named =
        words.length > 0 && words[0].equals(command.name()) ? named(words) : Optional.empty();
    if (named.isEmpty()) {
      return resil.execute(words);
    }
    named.get().forEach(sparse.getCommandSpec()::addOption);
    String[] rest = new String[words.length - 1];
    System.arraycopy(words, 1, rest, 0, rest.length);
    return sparse
        .setExecutionStrategy(parsed -> resil.getExecutionStrategy().execute(whole(parsed, words)))
        .setExecutionExceptionHandler(resil.getExecutionExceptionHandler())
        .setParameterExceptionHandler((_, _) -> resil.execute(words))
        .execute(rest);
  }

  /** The options in words that are plain: exact names, with values that cannot be options. */
  private Optional<Set<OptionSpec>> named(String... words) {
    Set<OptionSpec> named = new LinkedHashSet<>();
    for (int i = 1; i < words.length && isOption(words[i]); i++) {
      int equals = words[i].startsWith(END_OF_OPTIONS) ? words[i].indexOf('=') : -1;
      OptionSpec option = options.get(equals < 0 ? words[i] : words[i].substring(0, equals));
      if (option == null) {
        return Optional.empty();
      }
      named.add(option);
      if (equals < 0 && option.arity().min() > 0 && (++i == words.length || isOption(words[i]))) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && !word.equals(END_OF_OPTIONS);
  }

  /** The result as if the whole command line had been parsed. */
  private ParseResult whole(ParseResult parsed, String... words) {
    ParseResult.Builder result = ParseResult.builder(command);
    parsed.matchedOptions().forEach(result::addOption);
    return ParseResult.builder(resil.getCommandSpec())
        .originalArgs(words)
        .subcommand(result.build())
        .build();
  }
}
