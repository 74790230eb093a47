package dev.resil.generate;

import dev.resil.breaker.BreakerName;
import dev.resil.outcome.OutcomeSet;
import dev.resil.run.EndingCodes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The candidates of a shell for the value of an option or argument. */
sealed interface Values {
  /** The items of a LIST; a colon or tilde at the end means that more follows. */
  List<String> OF_COMMANDS =
      List.of(
          "any",
          "exit:",
          "signal",
          "signal:",
          "timeout",
          "timeout:attempt",
          "timeout:idle",
          "not-found",
          "not-executable",
          "stdout~",
          "stderr~",
          "output~");

  /** The items of a LIST in {@code resil http}. */
  List<String> OF_REQUESTS =
      List.of(
          "any",
          "status:",
          "rate-limited",
          "dns",
          "connect",
          "tls",
          "read",
          "redirect",
          "timeout",
          "header~",
          "body~");

  /** Some of these words. */
  record Words(List<String> words) implements Values {}

  /** As in {@code exhausted=9,rejected=8}. */
  List<String> ENDINGS =
      List.of(
          "exhausted=",
          "not-retried=",
          "out-of-time=",
          "rejected=",
          "skipped=",
          "cached=",
          "interrupted=",
          "guard-failed=",
          "succeeded=");

  /** The kinds of conditions, before their values. */
  List<String> CONDITIONS =
      List.of(
          "tcp:",
          "tls:",
          "redis://",
          "postgres://",
          "mysql://",
          "http://",
          "https://",
          "unix:",
          "file:",
          "pid:",
          "process:",
          "cmd:",
          "dns:",
          "after:");

  /** Items from these words, separated by commas; some are prefixes of items. */
  record Items(List<String> words) implements Values {}

  /** The path of a file. */
  record Files() implements Values {}

  /** The path of a folder. */
  record Folders() implements Values {}

  /** The name of an existing breaker. */
  record Breakers() implements Values {}

  /** The name of counted runs. */
  record Statistics() implements Values {}

  /** The name of an existing profile. */
  record Profiles() implements Values {}

  /** Another command with its own arguments. */
  record Command() implements Values {}

  /** No candidates. */
  record Unknown() implements Values {}

  /** The value of an option or argument in the model. */
  static Values of(ArgSpec arg) {
    if (arg.completionCandidates() != null && !arg.typeInfo().isEnum()) {
      return new Words(
          StreamSupport.stream(arg.completionCandidates().spliterator(), false).toList());
    } else if (isA(arg, OutcomeSet.class)) {
      boolean requests = List.of("http", "wait").contains(arg.command().name());
      return new Items(requests ? OF_REQUESTS : OF_COMMANDS);
    } else if (isA(arg, EndingCodes.class)) {
      return new Items(ENDINGS);
    } else if (isA(arg, BreakerName.class)) {
      return isCounted(arg) ? new Statistics() : new Breakers();
    } else if (arg instanceof OptionSpec option && option.longestName().equals("--profile")) {
      return new Profiles();
    }
    String label = arg.paramLabel();
    if (label.matches("[a-z0-9-]+(\\|[a-z0-9-]+)+")) {
      return new Words(List.of(label.split("\\|", -1)));
    }
    Class<?> type = arg.auxiliaryTypes()[0];
    if (type.isEnum()) {
      return new Words(constants(type));
    }
    return switch (label) {
      case "CONDITION" -> new Items(CONDITIONS);
      case "FILE" -> new Files();
      // a PLACE is a folder, or a URL, which no shell completes
      case "DIR", "PLACE" -> new Folders();
      default -> new Unknown();
    };
  }

  private static boolean isCounted(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? option.longestName().equals("--name")
        : arg.command().parent() != null && arg.command().parent().name().equals("stats");
  }

  private static boolean isA(ArgSpec arg, Class<?> type) {
    return Stream.concat(Stream.of(arg.type()), Arrays.stream(arg.auxiliaryTypes()))
        .anyMatch(type::equals);
  }

  /** In the form that users type. */
  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }
}
