package dev.resil.http;

import dev.resil.loop.Emission;

/** Where an answer is kept until it is whole, and then taken or not. */
interface Store {
  /** How many bytes it holds. */
  long size();

  /** Keeps more. */
  void append(byte[] bytes, int offset, int length) throws StoreException;

  /** Forgets everything but the first bytes. */
  void cutTo(long length) throws StoreException;

  /** Gives everything out. */
  Emission commit();

  /** Forgets everything, for good. */
  void discard();
}
