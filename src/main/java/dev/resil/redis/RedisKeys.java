package dev.resil.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The names of keys and channels on the server.
 *
 * @param prefix of all names
 */
record RedisKeys(String prefix) {
  byte[] record(String kind, String name) {
    return bytes(prefix + ":" + kind + ":" + name);
  }

  /**
   * The key of a record's log, on the same server as the record in a cluster; empty if no such name
   * can be made. Hash tags make it so: a server is chosen by what is between the first braces.
   */
  Optional<byte[]> log(byte[] record) {
    String text = text(record);
    return Stream.of(prefix + ":log:{" + text + "}", prefix + ":log:" + text)
        .map(RedisKeys::bytes)
        .filter(key -> JedisClusterCRC16.getSlot(key) == JedisClusterCRC16.getSlot(record))
        .findFirst();
  }

  /** The name of the record with this key. */
  String name(String kind, byte[] key) {
    return text(key).substring((prefix + ":" + kind + ":").length());
  }

  /** The names of records with keys, ordered. */
  List<String> names(String kind, List<byte[]> found) {
    return found.stream().map(key -> name(kind, key)).sorted().toList();
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
