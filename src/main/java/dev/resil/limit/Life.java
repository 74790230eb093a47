package dev.resil.limit;

/** What is known of a process. */
public enum Life {
  /** It can be seen, and has not ended. */
  ALIVE,
  /** It has ended. */
  GONE,
  /** It cannot be seen from here: only its lease tells. */
  UNKNOWN;

  /** Looks for processes. */
  @FunctionalInterface
  public interface Of {
    /**
     * The life of a process.
     *
     * @param holder as in {@link Owner}
     */
    Life of(String holder);
  }
}
