package dev.resil.cli.config;

import dev.resil.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Converts settings to the equivalent words of the command line. */
final class OptionWords {
  /** The problem with the value of a flag. */
  static final String NOT_A_FLAG = "must be true or false";

  private static final int FEW_WORDS = 100;

  /** The most patterns of one option. */
  private static final int MAX_WORDS = 10_000;

  private OptionWords() {}

  /** The value of a flag; empty if it is neither true nor false. */
  static Optional<Boolean> isTrue(String word) {
    return switch (word) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Whether the setting turns a flag off. */
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
   * @throws IllegalArgumentException if the option cannot take it, with the reason
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
      throw new IllegalArgumentException("requires a value, " + option.paramLabel());
    } else if (setting.value() instanceof Setting.Value.Words && !option.isMultiValue()) {
      throw new IllegalArgumentException("takes one value, " + option.paramLabel());
    }
    return together(words).stream().map(word -> name + "=" + word).toList();
  }

  /**
   * The same LISTs as fewer words, because picocli's time for the words of one option is quadratic.
   * A pattern, which may contain commas, stays a word of its own.
   */
  private static List<String> together(List<String> words) {
    if (words.size() <= FEW_WORDS) {
      return words;
    }
    List<String> fewer = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (String word : words) {
      if (word.isEmpty() || word.indexOf('~') >= 0) {
        fewer.add(word);
      } else {
        list.append(list.isEmpty() ? "" : ",").append(word);
      }
    }
    if (!list.isEmpty()) {
      fewer.add(list.toString());
    }
    if (fewer.size() > MAX_WORDS) {
      throw new IllegalArgumentException("has more than " + MAX_WORDS + " items");
    }
    return fewer;
  }
}
