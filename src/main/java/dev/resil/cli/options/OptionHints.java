package dev.resil.cli.options;

import java.util.Optional;

/** A command that replaces another program and knows the equivalents of its options. */
public interface OptionHints {
  /**
   * A hint for an unknown option.
   *
   * @param word as typed, including any value after {@code =}
   */
  Optional<String> instead(String word);

  /** A hint for a value that is invalid here, but valid in the other program. */
  Optional<String> insteadOf(String option, String value);
}
