package dev.resil.http;

import dev.resil.loop.Emission;
import dev.resil.loop.Spool;
import java.util.function.Consumer;

/** Where an answer is kept until it is whole, and then taken or not. */
interface Store {
  /** How many bytes it holds. */
  long size();

  /** Keeps more. */
  void append(byte[] bytes, int offset, int length) throws StoreException;

  /** Forgets everything but the first bytes. */
  void cutTo(long length) throws StoreException;

  /**
   * Gives everything out.
   *
   * @param copy is given what went to a stream
   */
  Emission commit(Consumer<Spool> copy);

  /** Forgets everything, for good. */
  void discard();
}
