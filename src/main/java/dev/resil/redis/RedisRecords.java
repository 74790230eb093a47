package dev.resil.redis;

import dev.resil.state.StateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.Protocol;

/** The scripts for records and their logs: what is sent, and what the answers mean. */
final class RedisRecords {
  private final RedisAddress address;
  private final RedisKeys keys;
  private final RedisLink link;
  private final RedisFailures failures;

  RedisRecords(RedisAddress address, RedisKeys keys, RedisLink link, RedisFailures failures) {
    this.address = address;
    this.keys = keys;
    this.link = link;
    this.failures = failures;
  }

  /**
   * A fact to add.
   *
   * @param id new for each fact, and the same whenever it is sent again
   * @param at its time; empty for the server's
   */
  record NewFact(String id, Supplier<byte[]> body, Optional<Instant> at) {
    private String time() {
      return at.map(time -> time.getEpochSecond() + " " + time.getNano() / 1000).orElse("");
    }
  }

  /**
   * A new value.
   *
   * @param announced whether it is published
   * @param log the entries that are part of it
   * @param rest what takes their place
   * @param assumed the time on which it is based
   * @param tolerance the largest error of that
   */
  record NewValue(
      TaggedRecord value,
      boolean announced,
      FactLog log,
      FactLog rest,
      Instant assumed,
      Duration tolerance) {}

  /**
   * The result of a conditional write.
   *
   * @param now what is there now
   */
  record Stored(boolean done, Snapshot now) {}

  Snapshot look(RedisRecord<?> record, TransactionLimit limit) throws StateException {
    Replies replies =
        link.ask(record.key(), List.of(eval(RedisScripts.LOOK, record, List.of())), limit);
    return failures.reading(() -> {
      List<?> reply = (List<?>) replies.first();
      return snapshot(reply, 0, replies.sentAt());
    });
  }

  /** Adds a fact. There is no base in the result if there is no record. */
  Snapshot append(RedisRecord<?> record, Snapshot seen, NewFact fact, TransactionLimit limit)
      throws StateException {
    Replies replies = write(record, append(record, seen, fact), limit);
    return failures.reading(() -> {
      List<?> reply = (List<?>) replies.first();
      Snapshot now = snapshot(reply, 1, replies.sentAt());
      boolean isSame = ServerTime.number(reply.getFirst()) == 1 && !now.base().isPresent();
      return isSame
          ? new Snapshot(seen.base(), seen.log().with(now.log().entries()), now.time())
          : now;
    });
  }

  /** Adds a fact without waiting for the answer, if the server has just answered. */
  void tell(RedisRecord<?> record, Snapshot seen, NewFact fact, TransactionLimit limit)
      throws StateException {
    link.tell(record.key(), append(record, seen, fact), limit);
  }

  private RedisCommand append(RedisRecord<?> record, Snapshot seen, NewFact fact) {
    return eval(
        RedisScripts.APPEND,
        record,
        List.of(
            fact.id(),
            fact.body().get(),
            fact.time(),
            seen.base().tag(),
            seen.log().size(),
            seen.log().last(),
            expiry()));
  }

  Stored store(RedisRecord<?> record, Snapshot seen, NewValue wanted, TransactionLimit limit)
      throws StateException {
    Replies replies = write(record, store(record, seen, wanted), limit);
    return failures.reading(() -> {
      List<?> reply = (List<?>) replies.first();
      Snapshot there = snapshot(reply, 1, replies.sentAt());
      if (ServerTime.number(reply.getFirst()) == 1) {
        return new Stored(true, after(wanted, there.time()));
      }
      // our own write, if the connection broke before the reply and the command was sent again
      return new Stored(there.base().hasTagOf(wanted.value()), there);
    });
  }

  /** Stores a value without waiting for the answer. Returns what is there if that succeeds. */
  Snapshot tell(RedisRecord<?> record, Snapshot seen, NewValue wanted, TransactionLimit limit)
      throws StateException {
    link.tell(record.key(), store(record, seen, wanted), limit);
    return after(wanted, seen.time());
  }

  private static Snapshot after(NewValue wanted, ServerTime time) {
    return new Snapshot(wanted.value(), wanted.rest(), time);
  }

  private RedisCommand store(RedisRecord<?> record, Snapshot seen, NewValue wanted) {
    Instant assumed = wanted.assumed();
    return eval(
        RedisScripts.STORE,
        record,
        List.of(
            seen.base().tag(),
            assumed.getEpochSecond(),
            assumed.getNano() / 1000,
            wanted.tolerance().toNanos() / 1000,
            wanted.value().value(),
            expiry(),
            wanted.announced() ? keys.channel() : "",
            record.id(),
            wanted.log().size(),
            wanted.log().last(),
            wanted.rest().first()));
  }

  /**
   * Removes a record with its log.
   *
   * @return whether there was one
   */
  boolean remove(RedisRecord<?> record, TransactionLimit limit) throws StateException {
    Replies replies =
        link.ask(
            record.key(),
            List.of(eval(RedisScripts.REMOVE, record, List.of(keys.channel(), record.id()))),
            limit);
    return failures.reading(() -> ServerTime.number(replies.first()) > 0);
  }

  private long expiry() {
    return address.expiry().map(Duration::toMillis).orElse(0L);
  }

  private static RedisCommand eval(String script, RedisRecord<?> record, List<?> arguments) {
    List<Object> all = new ArrayList<>(List.of(script, record.keys().size()));
    all.addAll(record.keys());
    all.addAll(arguments);
    return RedisCommand.of(Protocol.Command.EVAL, all.toArray());
  }

  /** A write, confirmed by as many replicas as the address asks for. */
  private Replies write(RedisRecord<?> record, RedisCommand command, TransactionLimit limit)
      throws StateException {
    if (address.replicas() == 0) {
      return link.ask(record.key(), List.of(command), limit);
    }
    // leaves time for the reply that too few confirmed
    long millis = Math.max(1, Duration.ofNanos(limit.remainingNanos()).toMillis() * 3 / 4);
    RedisCommand wait = RedisCommand.of(Protocol.Command.WAIT, address.replicas(), millis);
    Replies replies = link.ask(record.key(), List.of(command, wait), limit);
    boolean written =
        failures.reading(() -> ServerTime.number(((List<?>) replies.first()).getFirst()) == 1);
    long confirmed = failures.reading(() -> ServerTime.number(replies.each().get(1)));
    if (written && confirmed < address.replicas()) {
      throw failures.failed(
          "only %d of %d replicas confirmed the write: check that they are connected"
              .formatted(confirmed, address.replicas()));
    }
    return replies;
  }

  /** The time, the record and its log, from some place in a reply. */
  private static Snapshot snapshot(List<?> reply, int from, long sentAt) {
    List<byte[]> entries =
        ((List<?>) reply.get(from + 3)).stream().map(byte[].class::cast).toList();
    return new Snapshot(
        TaggedRecord.stored((byte[]) reply.get(from + 2)),
        new FactLog(entries),
        ServerTime.of(reply.subList(from, from + 2), sentAt));
  }
}
