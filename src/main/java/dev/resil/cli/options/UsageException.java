package dev.resil.cli.options;

import dev.resil.text.Printable;

/** resil was called in a way that makes no sense; nothing has been run. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A problem.
   *
   * @param message names the option, the value and the way out, in one line
   */
  public UsageException(String message) {
    super(message);
  }

  /** Two options of which one makes the other meaningless. */
  public static UsageException contradiction(String option, String other, String wayOut) {
    return new UsageException(option + ": contradicts " + other + "; " + wayOut);
  }

  /** A value that the option cannot take. */
  public static UsageException wrongValue(String option, String value, String reason) {
    return new UsageException(option + " " + Printable.word(value) + ": " + Printable.of(reason));
  }
}
