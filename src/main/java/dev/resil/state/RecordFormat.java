package dev.resil.state;

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
}
