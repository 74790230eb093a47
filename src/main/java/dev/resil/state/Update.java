package dev.resil.state;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The result of a transaction.
 *
 * @param <R> the record
 * @param <T> the answer to the caller
 */
public sealed interface Update<R, T> {
  /** The answer to the caller. */
  T answer();

  /** The same update with another answer. */
  default <U> Update<R, U> withAnswer(U other) {
    return switch (this) {
      case Keep<R, T> _ -> new Keep<>(other);
      case Write<R, T>(R record, boolean durable, T _) -> new Write<>(record, durable, other);
      case Append<R, T> append ->
          new Append<>(
              append.fact(), append.record(), append.durable(), append.settled(), other, other);
    };
  }

  /** The record to store; empty for none. */
  default Optional<Write<R, T>> write() {
    return switch (this) {
      case Keep<R, T> _ -> Optional.empty();
      case Write<R, T> write -> Optional.of(write);
      case Append<R, T> append ->
          Optional.of(new Write<>(append.record(), append.durable(), append.answer()));
    };
  }

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

  /**
   * Stores a fact: something that happened, and holds whatever other processes store at the same
   * time. A store with many writers keeps a log of facts, in which none waits for another; any
   * other store writes the record.
   *
   * @param fact the fact, for {@link RecordFormat#after}: the same for every view
   * @param record the record after the fact
   * @param durable as for a {@link Write}
   * @param settled whether the answer holds in whatever order facts are stored, so that nobody
   *     needs to wait for the order
   * @param repeated the answer if the fact was part of the record already, since it was sent twice
   */
  record Append<R, T>(
      Supplier<byte[]> fact, R record, boolean durable, boolean settled, T answer, T repeated)
      implements Update<R, T> {}
}
