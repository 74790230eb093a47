package dev.resil.json;

/** A text is not the JSON that it should be. */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A problem.
   *
   * @param message says where and what, e.g. {@code statistics.total_calls: is missing}
   */
  public MalformedJsonException(String message) {
    super(message);
  }
}
