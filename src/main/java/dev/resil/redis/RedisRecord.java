package dev.resil.redis;

import dev.resil.state.RecordFormat;
import dev.resil.state.UnreadableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One record: its format, its name and its keys. */
final class RedisRecord<R> {
  private final RecordFormat<R> format;
  private final String name;
  private final byte[] key;
  private final Optional<byte[]> log;

  private RedisRecord(RecordFormat<R> format, String name, byte[] key, Optional<byte[]> log) {
    this.format = format;
    this.name = name;
    this.key = key;
    this.log = log;
  }

  static <R> RedisRecord<R> of(RecordFormat<R> format, String name, RedisKeys keys) {
    return at(format, name, keys, keys.record(format.kind(), name));
  }

  /** The record with a key. */
  static <R> RedisRecord<R> at(RecordFormat<R> format, byte[] key, RedisKeys keys) {
    return at(format, keys.name(format.kind(), key), keys, key);
  }

  private static <R> RedisRecord<R> at(
      RecordFormat<R> format, String name, RedisKeys keys, byte[] key) {
    return new RedisRecord<>(
        format, name, key, format.hasFacts() ? keys.log(key) : Optional.empty());
  }

  RecordFormat<R> format() {
    return format;
  }

  String name() {
    return name;
  }

  /** The key of the record itself. */
  byte[] key() {
    return key;
  }

  /** Whether it has a log. */
  boolean hasLog() {
    return log.isPresent();
  }

  /** What readers and the channel call it. */
  String id() {
    return format.kind() + ":" + name;
  }

  /** The keys that a script gets. */
  List<byte[]> keys() {
    return log.map(second -> List.of(key, second)).orElseGet(() -> List.of(key));
  }

  boolean isReadable(Snapshot current) {
    try {
      read(current);
      return true;
    } catch (UnreadableRecordException e) {
      return false;
    }
  }

  /** The record with its facts; empty if there is none. */
  Optional<R> read(Snapshot current) throws UnreadableRecordException {
    return before(current, "").record();
  }

  /**
   * The record before a fact.
   *
   * @param at the server's time of the fact; empty if it is part of the record already
   */
  record Before<R>(Optional<R> record, Optional<Instant> at) {}

  /** The record with the facts that came before one. */
  Before<R> before(Snapshot current, String id) throws UnreadableRecordException {
    if (!current.base().isPresent()) {
      // what a removed record left behind
      return new Before<>(Optional.empty(), Optional.empty());
    }
    R record = format.decode(current.base().record());
    if (!format.name(record).equals(name)) {
      throw UnreadableRecordException.damaged(
          "it is the record of '%s'".formatted(format.name(record)));
    }
    for (FactLog.Fact fact : facts(current.log())) {
      if (fact.id().equals(id)) {
        return new Before<>(Optional.of(record), Optional.of(fact.at()));
      }
      record = format.after(record, fact.body().get(), fact.at());
    }
    return new Before<>(Optional.of(record), Optional.empty());
  }

  private static List<FactLog.Fact> facts(FactLog log) throws UnreadableRecordException {
    try {
      return log.facts();
    } catch (IllegalArgumentException e) {
      throw UnreadableRecordException.damaged(e.getMessage());
    }
  }
}
