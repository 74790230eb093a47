package dev.resil.state;

/**
 * How records of a kind are turned into bytes and back.
 *
 * @param <R> the record
 */
public interface RecordFormat<R> {
  /** A record of a thousand calls takes a few kilobytes: what is longer is something else. */
  int MAX_BYTES = 1 << 20;

  /** What the records are: a short word of lower-case letters, e.g. {@code breaker}. */
  String kind();

  /** The name that a record has inside itself. */
  String name(R record);

  /** The record as it is stored. */
  byte[] encode(R record);

  /**
   * The record in some bytes; of an older version, it is migrated.
   *
   * @throws UnreadableRecordException where there is none, or only a newer resil can read it
   */
  R decode(byte[] bytes) throws UnreadableRecordException;
}
