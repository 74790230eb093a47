package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import java.util.Optional;
import java.util.function.Consumer;

/** Holds an answer until it is complete, then outputs or discards it. */
interface AnswerOutput {
  /** A response has come whose body follows. */
  default void answered(ResponseHead head) throws LocalFailureException {}

  /** The name of the file, if the response has chosen it. */
  default Optional<String> name() {
    return Optional.empty();
  }

  /** Whether it replaces a file. */
  default boolean replaces() {
    return false;
  }

  /** The number of bytes held. */
  long size();

  /** Adds bytes. */
  void append(byte[] bytes, int offset, int length) throws LocalFailureException;

  /** Truncates to a length. */
  void cutTo(long length) throws LocalFailureException;

  /**
   * Outputs everything.
   *
   * @param copy receives the content written to a stream
   */
  DrainResult commit(Consumer<Spool> copy);

  /** Discards everything. */
  void discard();
}
