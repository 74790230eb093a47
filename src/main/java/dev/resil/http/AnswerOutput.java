package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import java.util.function.Consumer;

/** Where an answer is kept until it is whole, and then taken or not. */
interface AnswerOutput {
  /** How many bytes it holds. */
  long size();

  /** Keeps more. */
  void append(byte[] bytes, int offset, int length) throws LocalFailureException;

  /** Forgets everything but the first bytes. */
  void cutTo(long length) throws LocalFailureException;

  /**
   * Gives everything out.
   *
   * @param copy is given what went to a stream
   */
  DrainResult commit(Consumer<Spool> copy);

  /** Forgets everything, for good. */
  void discard();
}
