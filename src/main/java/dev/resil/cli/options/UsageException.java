package dev.resil.cli.options;

import dev.resil.text.Printable;

/** A usage error; nothing has been run. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A usage error.
   *
   * @param message names the option, the value and the way out, in one line
   */
  public UsageException(String message) {
    super(message);
  }

  /** Two options that exclude each other. */
  public static UsageException contradiction(String option, String other, String remedy) {
    return new UsageException(option + ": cannot be used with " + other + "; " + remedy);
  }

  /** An invalid value of an option. */
  public static UsageException wrongValue(String option, String value, String reason) {
    return new UsageException(option + " " + Printable.word(value) + ": " + Printable.of(reason));
  }
}
