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
 * Parses the words of a command with the options alone that they name. picocli resets all options
 * of a command before it parses, each with new lists: for {@code run}, that was half of what resil
 * itself does until the command starts. Whatever is not plain goes to the whole command line.
 */
public final class SparseParse {
  private static final String END_OF_OPTIONS = "--";

  private final CommandLine resil;
  private final Map<String, Subcommand> subcommands = new HashMap<>();

  /**
   * A parse of some subcommands.
   *
   * @param names of subcommands without subcommands of their own
   */
  public SparseParse(CommandLine resil, String... names) {
    this.resil = resil;
    for (String name : names) {
      subcommands.put(name, new Subcommand(resil.getSubcommands().get(name)));
    }
  }

  /** Executes a command line, like {@link CommandLine#execute}. */
  public int execute(String... words) {
    Subcommand command = words.length == 0 ? null : subcommands.get(words[0]);
    Optional<Set<OptionSpec>> named = command == null ? Optional.empty() : command.named(words);
    return named.isEmpty() ? resil.execute(words) : command.execute(named.get(), words);
  }

  /** A subcommand, and the same without options. */
  private final class Subcommand {
    private final CommandSpec whole;
    private final CommandLine sparse;

    /** Copies of its options that set the same fields, by each of their names. */
    private final Map<String, OptionSpec> options = new HashMap<>();

    private Subcommand(CommandLine command) {
      this.whole = command.getCommandSpec();
      CommandSpec without = CommandSpec.wrapWithoutInspection(whole.userObject());
      for (PositionalParamSpec words : whole.positionalParameters()) {
        without.addPositional(PositionalParamSpec.builder(words).build());
      }
      this.sparse =
          new CommandLine(without)
              .setStopAtPositional(command.isStopAtPositional())
              .setEndOfOptionsDelimiter(command.getEndOfOptionsDelimiter())
              .setExpandAtFiles(command.isExpandAtFiles())
              .setOverwrittenOptionsAllowed(command.isOverwrittenOptionsAllowed());
      whole.options().forEach(this::add);
    }

    private void add(OptionSpec option) {
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

    /** The options in words that are plain: exact names, with values that cannot be options. */
    private Optional<Set<OptionSpec>> named(String... words) {
      Set<OptionSpec> named = new LinkedHashSet<>();
      for (int i = 1; i < words.length; i++) {
        String word = words[i];
        if (word.equals(END_OF_OPTIONS)) {
          Optional.ofNullable(options.get(word)).ifPresent(named::add);
          break;
        } else if (!word.startsWith("-")) {
          if (sparse.isStopAtPositional()) {
            break;
          }
          continue;
        }
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        OptionSpec option = options.get(equals < 0 ? word : word.substring(0, equals));
        if (option == null) {
          return Optional.empty();
        }
        named.add(option);
        boolean takesNext = equals < 0 && option.arity().min() > 0;
        if (takesNext && (++i == words.length || words[i].startsWith("-"))) {
          return Optional.empty();
        }
      }
      return Optional.of(named);
    }

    private int execute(Set<OptionSpec> named, String... words) {
      named.forEach(sparse.getCommandSpec()::addOption);
      String[] rest = new String[words.length - 1];
      System.arraycopy(words, 1, rest, 0, rest.length);
      return sparse
          .setExecutionStrategy(parsed -> resil.getExecutionStrategy().execute(all(parsed, words)))
          .setExecutionExceptionHandler(resil.getExecutionExceptionHandler())
          .setParameterExceptionHandler((_, _) -> resil.execute(words))
          .execute(rest);
    }

    /** The result as if the whole command line had been parsed. */
    private ParseResult all(ParseResult parsed, String... words) {
      ParseResult.Builder result = ParseResult.builder(whole);
      parsed.matchedOptions().forEach(result::addOption);
      parsed.matchedPositionals().forEach(argument -> result.addPositionalParam(argument, 0));
      return ParseResult.builder(resil.getCommandSpec())
          .originalArgs(words)
          .subcommand(result.build())
          .build();
    }
  }
}
