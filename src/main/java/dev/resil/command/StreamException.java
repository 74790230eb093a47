package dev.resil.command;

/** A stream of the command could not be set up or kept: the run cannot go on. */
final class StreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message names what was tried, the system's words, and the way out
   */
  StreamException(String message) {
    super(message);
  }
}
