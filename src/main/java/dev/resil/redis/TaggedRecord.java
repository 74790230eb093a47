package dev.resil.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The value of a record on the server: a tag of 16 characters that is new for every write, a line
 * feed, and the record. A write names the tag it expects.
 */
final class TaggedRecord {
  static final TaggedRecord NOTHING = new TaggedRecord(new byte[0]);

  /** The length of a tag. */
  static final int TAG = 16;

  private final byte[] value;

  /**
   * A value on the server.
   *
   * @param value empty if there is none
   */
  TaggedRecord(byte[] value) {
    this.value = value;
  }

  /** What the server has under a key. */
  static TaggedRecord stored(byte[] value) {
    return value.length == 0 ? NOTHING : new TaggedRecord(value);
  }

  /** The whole value. */
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

  /** The first bytes, whatever they are, so that a damaged value can be replaced as well. */
  byte[] tag() {
    return Arrays.copyOf(value, Math.min(TAG, value.length));
  }

  byte[] record() {
    return Arrays.copyOfRange(value, Math.min(TAG + 1, value.length), value.length);
  }

  boolean hasTagOf(TaggedRecord other) {
    return Arrays.equals(tag(), other.tag());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaggedRecord record && Arrays.equals(value, record.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }
}
