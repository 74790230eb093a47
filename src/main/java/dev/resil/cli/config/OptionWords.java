package dev.resil.cli.config;

import dev.resil.config.Setting;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** From settings to the words that would say the same on the command line. */
final class OptionWords {
  /** What is wrong with the value of an option that takes none on the command line. */
  static final String NOT_A_FLAG = "must be true or false";

  private OptionWords() {}

  /** What a variable says of an option that is on or off; empty where it says neither. */
  static Optional<Boolean> isTrue(String word) {
    return switch (word) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Whether the setting turns an option off that is on or off. */
  static boolean isOff(OptionSpec option, Setting setting) {
    List<String> words = setting.value().words();
    return isFlag(option) && (words.equals(List.of("false")) || words.equals(List.of("0")));
  }

  static boolean isFlag(OptionSpec option) {
    return option.arity().max() == 0;
  }

  /**
   * The words of a setting.
   *
   * @throws IllegalArgumentException where the option can't take it, with the reason
   */
  static List<String> of(OptionSpec option, Setting setting) {
    String name = option.longestName();
    List<String> words = setting.value().words();
    if (isFlag(option)) {
      boolean one = !(setting.value() instanceof Setting.Value.Words);
      boolean on =
          words.stream()
              .filter(_ -> one)
              .findFirst()
              .flatMap(OptionWords::isTrue)
              .orElseThrow(() -> new IllegalArgumentException(NOT_A_FLAG));
      return on ? List.of(name) : List.of();
    }
    if (setting.value() instanceof Setting.Value.Flag) {
      throw new IllegalArgumentException("needs a value, " + option.paramLabel());
    } else if (setting.value() instanceof Setting.Value.Words && !option.isMultiValue()) {
      throw new IllegalArgumentException("takes one value, " + option.paramLabel());
    }
    return words.stream().map(word -> name + "=" + word).toList();
  }
}
