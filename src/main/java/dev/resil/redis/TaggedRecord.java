package dev.resil.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record's value as it lies on the server: a tag of 16 characters that every write makes anew, a
 * line feed, and the record. Whoever writes says which tag he has seen.
 */
final class TaggedRecord {
  static final TaggedRecord NOTHING = new TaggedRecord(new byte[0]);

  /** How long a tag is. */
  static final int TAG = 16;

  private final byte[] value;

  /**
   * What lies on the server.
   *
   * @param value empty: there is nothing
   */
  TaggedRecord(byte[] value) {
    this.value = value;
  }

  /** All of it. */
  byte[] value() {
    return value;
  }

  /** A record with a new tag. */
  static TaggedRecord of(String tag, byte[] record) {
    byte[] start = (tag + "\n").getBytes(StandardCharsets.US_ASCII);
    return new TaggedRecord(
        ByteBuffer.allocate(start.length + record.length).put(start).put(record).array());
  }

  boolean isPresent() {
    return value.length > 0;
  }

  /** The first bytes, whatever they are: what is damaged can be replaced as well. */
  byte[] tag() {
    return Arrays.copyOf(value, Math.min(TAG, value.length));
  }

  byte[] record() {
    return Arrays.copyOfRange(value, Math.min(TAG + 1, value.length), value.length);
  }

  boolean hasTagOf(TaggedRecord other) {
    return Arrays.equals(tag(), other.tag());
  }
}
