package dev.resil.state;

/**
 * The result of a transaction.
 *
 * @param <R> the record
 * @param <T> the answer to the caller
 */
public sealed interface Update<R, T> {
  /** The answer to the caller. */
  T answer();

  /** Stores nothing. */
  record Keep<R, T>(T answer) implements Update<R, T> {}

  /**
   * Stores a record atomically, whatever happens to this process.
   *
   * @param record the record to store
   * @param durable whether it must survive a power cut from now on; otherwise a power cut can bring
   *     back the previous record
   */
  record Write<R, T>(R record, boolean durable, T answer) implements Update<R, T> {
    /** A write that need not survive a power cut and is the answer itself. */
    static <R> Write<R, R> answering(R record) {
      return new Write<>(record, false, record);
    }
  }
}
