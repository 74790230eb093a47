package dev.resil.redis;

import java.nio.charset.StandardCharsets;

/**
 * The names of keys and channels on the server.
 *
 * @param prefix of all names
 */
record RedisKeys(String prefix) {
  byte[] record(String kind, String name) {
    return bytes(prefix + ":" + kind + ":" + name);
  }

  /** The name of the record with this key. */
  String name(String kind, byte[] key) {
    return text(key).substring((prefix + ":" + kind + ":").length());
  }

  /** A glob pattern for the records of a kind. */
  String pattern(String kind) {
    return (prefix + ":" + kind + ":").replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
  }

  /**
   * The key under which a damaged record is kept as evidence; it is then no longer a record of its
   * kind.
   */
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
