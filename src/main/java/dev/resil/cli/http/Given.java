package dev.resil.cli.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Stack;
import java.util.stream.Stream;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A value of an option, and its place among the values of other options, which the order of a body
 * depends on.
 *
 * @param option its longest name
 * @param left how many words of the command line follow it
 */
record Given(String option, String text, int left) {
  /** The values of several options in the order of the command line. */
  static List<Given> inOrder(Stream<List<Given>> options) {
    return options
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(Given::left).reversed())
        .toList();
  }

  @SuppressWarnings("JdkObsolete") // picocli's Stack
  private static String taken(Stack<String> args, ArgSpec option, CommandSpec command) {
    if (args.isEmpty()) {
      throw new MissingParameterException(command.commandLine(), option, "requires a value");
    }
    return args.pop();
  }

  /** Takes the next word, even if it looks like an option, as curl does. */
  static final class Taker implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's Stack
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      String text = taken(args, option, command);
      List<Given> before = option.getValue();
      List<Given> all = new ArrayList<>(before == null ? List.of() : before);
      all.add(new Given(((OptionSpec) option).longestName(), text, args.size()));
      option.setValue(all);
    }
  }

  /** Takes the next word as the only value, even if it begins with a hyphen. */
  static final class OneTaker implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's Stack
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      option.setValue(taken(args, option, command));
    }
  }
}
