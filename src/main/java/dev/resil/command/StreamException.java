package dev.resil.command;

/** A stream of the command could not be set up or kept: the run cannot continue. */
final class StreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message the failed operation, the system's message, and a remedy
   */
  StreamException(String message) {
    super(message);
  }
}
