package dev.resil.redis;

import dev.resil.state.RecordFormat;
import dev.resil.state.UnreadableRecordException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One record: its format, its name and its keys. */
final class RedisRecord<R> {
  private final RecordFormat<R> format;
  private final String name;
  private final byte[] key;
  private final Optional<byte[]> log;
  private final Memory known;

  private RedisRecord(
      RecordFormat<R> format, String name, byte[] key, Optional<byte[]> log, Memory known) {
    this.format = format;
    this.name = name;
    this.key = key;
    this.log = log;
    this.known = known;
  }

  static <R> RedisRecord<R> of(RecordFormat<R> format, String name, RedisKeys keys, Memory known) {
    return at(format, name, keys, known, keys.record(format.kind(), name));
  }

  /** The record with a key. */
  static <R> RedisRecord<R> at(RecordFormat<R> format, byte[] key, RedisKeys keys) {
    return at(format, keys.name(format.kind(), key), keys, new Memory(), key);
  }

  private static <R> RedisRecord<R> at(
      RecordFormat<R> format, String name, RedisKeys keys, Memory known, byte[] key) {
    return new RedisRecord<>(
        format, name, key, format.hasFacts() ? keys.log(key) : Optional.empty(), known);
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
    List<FactLog.Fact> facts = facts(current.log());
    Optional<Known<R>> known = this.known.of(this).filter(read -> read.isBefore(current));
    R record = known.isPresent() ? known.get().record() : base(current);
    for (FactLog.Fact fact : facts.subList(known.map(Known::facts).orElse(0), facts.size())) {
      if (fact.id().equals(id)) {
        return new Before<>(Optional.of(record), Optional.of(fact.at()));
      }
      record = format.after(record, fact.body().get(), fact.at());
    }
    this.known.add(this, new Known<>(current, record, facts.size()));
    return new Before<>(Optional.of(record), Optional.empty());
  }

  private R base(Snapshot current) throws UnreadableRecordException {
    R record = format.decode(current.base().record());
    if (!format.name(record).equals(name)) {
      throw UnreadableRecordException.damaged(
          "it is the record of '%s'".formatted(format.name(record)));
    }
    return record;
  }

  /**
   * A record that was read.
   *
   * @param facts how many facts of the log are part of it
   */
  record Known<R>(Snapshot snapshot, R record, int facts) {
    /** Whether only facts came after it. */
    boolean isBefore(Snapshot later) {
      return snapshot.base().equals(later.base()) && snapshot.log().isStartOf(later.log());
    }
  }

  /** The records that a store has read lately, so that it applies each fact once. */
  static final class Memory {
    private final Map<Key, Known<?>> all = new HashMap<>();

    /** A record, as a format reads it: one may read less of it than another. */
    private record Key(Class<?> format, String id) {
      static Key of(RedisRecord<?> record) {
        return new Key(record.format.getClass(), record.id());
      }
    }

    @SuppressWarnings("unchecked") // of the same format
    private <R> Optional<Known<R>> of(RedisRecord<R> record) {
      return Optional.ofNullable((Known<R>) all.get(Key.of(record)));
    }

    private <R> void add(RedisRecord<R> record, Known<R> read) {
      all.put(Key.of(record), read);
    }
  }

  private static List<FactLog.Fact> facts(FactLog log) throws UnreadableRecordException {
    try {
      return log.facts();
    } catch (IllegalArgumentException e) {
      throw UnreadableRecordException.damaged(e.getMessage());
    }
  }
}
