package dev.resil.redis;

import java.nio.charset.StandardCharsets;

/**
 * How things are called on the server.
 *
 * @param prefix what all names begin with
 */
record RedisKeys(String prefix) {
  byte[] record(String kind, String name) {
    return bytes(prefix + ":" + kind + ":" + name);
  }

  /** The name of a record of a kind whose key this is. */
  String name(String kind, byte[] key) {
    return text(key).substring((prefix + ":" + kind + ":").length());
  }

  /** A pattern (glob) for the records of a kind. */
  String pattern(String kind) {
    return (prefix + ":" + kind + ":").replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
  }

  /** Where a damaged record is kept as evidence: none of its kind any more. */
  byte[] evidence(String kind, String name) {
    return bytes(prefix + ":damaged-" + kind + ":" + name);
  }

  String channel() {
    return prefix + ":changes";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
