package dev.resil.redis;

import java.io.ByteArrayOutputStream;

/**
 * What the server has of a record.
 *
 * @param base the record without the facts in the log
 * @param log the facts since
 * @param time when the server had this
 */
record Snapshot(TaggedRecord base, FactLog log, ServerTime time) {
  /** All of it, for somebody who looks into damage: the record, then the log, an entry a line. */
  byte[] evidence() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(base.value());
    for (byte[] entry : log.entries()) {
      all.write('\n');
      all.writeBytes(entry);
    }
    return all.toByteArray();
  }
}
