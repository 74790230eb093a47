package dev.resil.cli.help;

import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.OptionHints;
import dev.resil.cli.options.SecretValues;
import dev.resil.cli.options.UsageException;
import dev.resil.outcome.ExitCodes;
import dev.resil.state.StateException;
import dev.resil.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a usage error in one line: the problem and its remedy. */
public final class UsageErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    return complain(e.getCommandLine(), describe(e));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return complain(
        command,
        switch (e) {
          case UsageException usage -> usage.getMessage();
          case StateException state -> Printable.of(state.getMessage());
          default -> "internal error, please report it: " + Printable.of(e.toString());
        });
  }

  /**
   * Reports unreadable records, one line each.
   *
   * @return the exit code; 0 if there are no problems
   */
  public static int unread(CommandLine command, List<String> problems) {
    problems.forEach(problem -> complain(command, Printable.of(problem)));
    return problems.isEmpty() ? 0 : ExitCodes.RESIL_FAILED;
  }

  private static int complain(CommandLine command, String problem) {
    command.getErr().println("resil: " + problem);
    command.getErr().flush();
    return ExitCodes.RESIL_FAILED;
  }

  private static String describe(ParameterException e) {
    String help = "'" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'";
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unknown(unmatched, help);
      case MissingParameterException missing -> missing(missing, help);
      default ->
          Optional.ofNullable(e.getArgSpec())
              .map(argument -> wrongValue(e, argument))
              .orElse(Printable.of(e.getMessage()) + "; see " + help);
    };
  }

  private static String unknown(UnmatchedArgumentException e, String help) {
    String word = e.getUnmatched().getFirst();
    String kind = e.isUnknownOption() ? "unknown option" : "unknown command";
    if (e.getCommandLine().getSubcommands().isEmpty() && !e.isUnknownOption()) {
      kind = "unexpected argument";
    }
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    // the value of an unknown option may be secret
    String shown = Printable.of(name);
    List<String> near = Nearest.to(name, known(e.getCommandLine(), e.isUnknownOption()));
    Optional<String> hint =
        e.isUnknownOption() ? hints(e).flatMap(hints -> hints.instead(word)) : Optional.empty();
    String remedy = near.isEmpty() ? "see " + help : "did you mean " + near.getFirst() + "?";
    return shown + ": " + kind + "; " + hint.orElse(remedy);
  }

  private static Optional<OptionHints> hints(ParameterException e) {
    return e.getCommandLine().getCommand() instanceof OptionHints hints
        ? Optional.of(hints)
        : Optional.empty();
  }

  private static List<String> known(CommandLine command, boolean options) {
    return options
        ? command.getCommandSpec().options().stream()
            .flatMap(option -> Arrays.stream(option.names()))
            .toList()
        : List.copyOf(command.getSubcommands().keySet());
  }

  private static String missing(MissingParameterException e, String help) {
    return Optional.ofNullable(e.getArgSpec())
        .or(() -> e.getMissing().stream().findFirst())
        .map(spec -> name(spec) + ": requires a value, " + spec.paramLabel() + "; see " + help)
        .orElse(Printable.of(e.getMessage()) + "; see " + help);
  }

  /** The reason why an argument's value is invalid, without the argument's name. */
  public static String reason(ParameterException e, ArgSpec argument) {
    if (argument.arity().max() == 0) {
      return "takes no value; remove it";
    }
    return e.getCause() instanceof TypeConversionException cause
        ? cause.getMessage()
        : e.getMessage();
  }

  private static String wrongValue(ParameterException e, ArgSpec argument) {
    String reason = reason(e, argument);
    if (e.getValue() == null) {
      return name(argument) + ": " + Printable.of(reason);
    }
    String value = SecretValues.shown(name(argument).replaceFirst("^--", ""), e.getValue());
    String problem = UsageException.wrongValue(name(argument), value, reason).getMessage();
    return argument instanceof OptionSpec option
        ? hints(e)
            .flatMap(hints -> hints.insteadOf(option.shortestName(), e.getValue()))
            .map(hint -> problem + "; " + hint)
            .orElse(problem)
        : problem;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
