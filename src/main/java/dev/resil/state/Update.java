package dev.resil.state;

/**
 * What a transaction comes to.
 *
 * @param <R> the record
 * @param <T> what the caller wants to know
 */
public sealed interface Update<R, T> {
  /** What the caller wants to know. */
  T answer();

  /** Nothing is stored. */
  record Keep<R, T>(T answer) implements Update<R, T> {}

  /**
   * A record is stored, and whole, whatever happens to this process.
   *
   * @param record what is stored
   * @param durable whether it must survive a power cut from now on. Without it, a cut can bring
   *     back what was stored before
   */
  record Write<R, T>(R record, boolean durable, T answer) implements Update<R, T> {
    /** Need not survive a power cut, and is the answer itself. */
    static <R> Write<R, R> answering(R record) {
      return new Write<>(record, false, record);
    }
  }
}
