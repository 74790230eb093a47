package dev.resil.state;

import java.time.Instant;

/**
 * The encoding of one kind of record.
 *
 * @param <R> the record
 */
public interface RecordFormat<R> {
  /** A record of a thousand calls takes a few kilobytes; anything longer is not a record. */
  int MAX_BYTES = 1 << 20;

  /** The kind of the records: a short lower-case word, e.g. {@code breaker}. */
  String kind();

  /** The name stored in a record. */
  String name(R record);

  /** The stored form of a record. */
  byte[] encode(R record);

  /**
   * Decodes a record, migrating it from an older version.
   *
   * @throws UnreadableRecordException if the bytes are not a record, or only a newer resil can read
   *     them
   */
  R decode(byte[] bytes) throws UnreadableRecordException;

  /** Whether every change is announced to watchers, and not only those that must last. */
  default boolean announcesAll() {
    return false;
  }

  /** Whether {@link Update.Append} is used for records of this kind. */
  default boolean hasFacts() {
    return false;
  }

  /**
   * The record after a fact. The same facts in the same order give the same record, whoever applies
   * them and however many at a time.
   *
   * @param fact of an {@link Update.Append}
   * @param at the store's time when it was stored
   * @throws UnreadableRecordException as {@link #decode}, or if there are no facts of this kind
   */
  default R after(R record, byte[] fact, Instant at) throws UnreadableRecordException {
    throw UnreadableRecordException.damaged("a fact, where only records are stored");
  }
}
