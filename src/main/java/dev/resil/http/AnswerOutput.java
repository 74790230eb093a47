package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import java.util.function.Consumer;

/** Holds an answer until it is complete, then outputs or discards it. */
interface AnswerOutput {
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
