package dev.resil.json;

/** A text is not the expected JSON. */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A problem.
   *
   * @param message the member and the problem, e.g. {@code statistics.total_calls: is missing}
   */
  public MalformedJsonException(String message) {
    super(message);
  }
}
