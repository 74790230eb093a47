package dev.resil.cli.options;

import java.util.Optional;

/** A command that knows the options of the program it stands in for, and what they are here. */
public interface OptionHints {
  /**
   * What to write in place of an unknown option.
   *
   * @param word as it was typed, a value behind {@code =} included
   */
  Optional<String> instead(String word);

  /** What to write in place of an option's value that is wrong here, but not there. */
  Optional<String> insteadOf(String option, String value);
}
