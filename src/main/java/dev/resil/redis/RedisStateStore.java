package dev.resil.redis;

import dev.resil.state.Changes;
import dev.resil.state.Holders;
import dev.resil.state.Listing;
import dev.resil.state.RecordFormat;
import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.state.StateStore;
import dev.resil.state.Strictness;
import dev.resil.state.Tallies;
import dev.resil.state.UnreadableRecordException;
import dev.resil.state.Update;
import dev.resil.state.View;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import redis.clients.jedis.Protocol;

/**
 * Records on Redis or Valkey, one key each, shared by all hosts that can reach it.
 *
 * <p>A transaction is optimistic: it reads the record and the server's time (one round trip),
 * applies the change locally, and stores the result with a script, provided that no other process
 * has written meanwhile (a second round trip). A process that has read the record before starts
 * from that, and needs only the second round trip. On a conflict the script returns the current
 * record, and the transaction tries again until the timeout.
 *
 * <p><b>Time</b> is the server's. <b>Leases</b> of processes on other hosts last until they expire.
 *
 * <p><b>Loss.</b> A write can be lost with the server's memory, or in a failover before a replica
 * has it, unless the address asks for replicas; then a write that too few replicas confirm is
 * reported as a failure, although it may survive.
 *
 * <p>Not thread-safe.
 */
public final class RedisStateStore implements StateStore {
  /** This much may pass between two clock readings on a busy machine; breakers count in seconds. */
  private static final Duration TOLERANCE = Duration.ofMillis(250);

  /** How often the longest pause between two tries of a write doubles: from 2 to 128 ms. */
  private static final int LAST_DOUBLING = 7;

  private final RedisAddress address;
  private final Strictness strictness;
  private final Consumer<String> notices;
  private final LongSupplier random;
  private final Reading reading;
  private final RedisKeys keys;
  private final RedisFailures failures;
  private final RedisCalls calls;
  private final Holders holders = new SharedHolders();
  private final Map<String, Seen> seen = new HashMap<>();

  /**
   * The reading of the server's clock.
   *
   * @param clock maps the server's time; tests move it
   * @param tolerance the largest error of the time assumed by a write
   */
  record Reading(UnaryOperator<Instant> clock, Duration tolerance) {}

  /** The record and the time last seen on the server. */
  private record Seen(TaggedRecord stored, ServerTime time) {}

  /**
   * A store at an address; the first call connects.
   *
   * @param strictness how damaged records are handled
   * @param notices receives a line for each damaged record that was moved
   * @param random 64 random bits at a time, independent of other processes
   */
  public RedisStateStore(
      RedisAddress address, Strictness strictness, Consumer<String> notices, LongSupplier random) {
    this(address, strictness, notices, random, new Reading(UnaryOperator.identity(), TOLERANCE));
  }

  RedisStateStore(
      RedisAddress address,
      Strictness strictness,
      Consumer<String> notices,
      LongSupplier random,
      Reading reading) {
    this.reading = reading;
    this.address = address;
    this.strictness = strictness;
    this.notices = notices;
    this.random = random;
    this.keys = new RedisKeys(address.prefix());
    this.failures = new RedisFailures(address);
    this.calls = new RedisCalls(address, failures);
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException {
    TransactionLimit limit = TransactionLimit.in(address.timeout()).orSooner(deadline);
    Slot<R> record = new Slot<>(format, name);
    Optional<Seen> before = Optional.ofNullable(seen.get(record.id()));
    if (before.isPresent()
        && record.isReadable(before.get())
        && change.apply(record.view(before.get())) instanceof Update.Keep<R, T>) {
      // only the current record can show that nothing needs to be stored
      before = Optional.empty();
    }
    Seen current = before.isPresent() ? before.get() : look(record, limit);
    for (int tries = 1; ; tries++) {
      View<R> view = record.viewOrFresh(current, limit);
      Update<R, T> update = change.apply(view);
      if (!(update instanceof Update.Write<R, T> write)) {
        return update.answer();
      }
      TaggedRecord wanted = TaggedRecord.of(tag(), format.encode(write.record()));
      Attempt attempt = store(record, current, view.now(), wanted, write.durable(), limit);
      current = attempt.now();
      seen.put(record.id(), current);
      if (attempt.stored()) {
        return write.answer();
      }
      backOff(tries, limit);
    }
  }

  /** One record: its format, name and key. */
  private final class Slot<R> {
    private final RecordFormat<R> format;
    private final String name;
    private final byte[] key;

    Slot(RecordFormat<R> format, String name) {
      this.format = format;
      this.name = name;
      this.key = keys.record(format.kind(), name);
    }

    String id() {
      return format.kind() + ":" + name;
    }

    boolean isReadable(Seen seen) {
      try {
        decoded(seen);
        return true;
      } catch (UnreadableRecordException e) {
        return false;
      }
    }

    View<R> view(Seen seen) throws StateException {
      try {
        return new View<>(now(seen.time()), decoded(seen), holders);
      } catch (UnreadableRecordException e) {
        throw unreadable(e);
      }
    }

    View<R> viewOrFresh(Seen seen, TransactionLimit limit) throws StateException {
      try {
        return new View<>(now(seen.time()), decoded(seen), holders);
      } catch (UnreadableRecordException e) {
        if (e.isNewer() || strictness == Strictness.STRICT) {
          throw unreadable(e);
        }
        keepAsEvidence(seen.stored(), e, limit);
        return new View<>(now(seen.time()), Optional.empty(), holders);
      }
    }

    private Optional<R> decoded(Seen seen) throws UnreadableRecordException {
      return RedisStateStore.decoded(format, name, seen.stored());
    }

    private void keepAsEvidence(
        TaggedRecord stored, UnreadableRecordException e, TransactionLimit limit)
        throws StateException {
      byte[] evidence = keys.evidence(format.kind(), name);
      List<Object> set = new ArrayList<>(List.of(evidence, stored.value()));
      address.expiry().ifPresent(time -> set.addAll(List.of("PX", time.toMillis())));
      calls.ask(evidence, List.of(RedisCommand.of(Protocol.Command.SET, set.toArray())), limit);
      notices.accept(
          "state on %s: key %s is damaged (%s): kept as %s, starting afresh"
              .formatted(address, RedisKeys.text(key), e.getMessage(), RedisKeys.text(evidence)));
    }

    StateException unreadable(UnreadableRecordException e) {
      return RedisStateStore.this.unreadable(key, e);
    }
  }

  private static <R> Optional<R> decoded(RecordFormat<R> format, String name, TaggedRecord stored)
      throws UnreadableRecordException {
    if (!stored.isPresent()) {
      return Optional.empty();
    }
    R record = format.decode(stored.record());
    if (!format.name(record).equals(name)) {
      throw UnreadableRecordException.damaged(
          "it is the record of '%s'".formatted(format.name(record)));
    }
    return Optional.of(record);
  }

  private StateException unreadable(byte[] key, UnreadableRecordException e) {
    return e.isNewer()
        ? failures.problem(
            Problem.NEWER,
            "key %s: %s: use that resil, or another prefix with '?prefix=NAME' in the URL"
                .formatted(RedisKeys.text(key), e.getMessage()))
        : failures.problem(
            Problem.DAMAGED,
            "key %s is damaged (%s): remove it to start afresh"
                .formatted(RedisKeys.text(key), e.getMessage()));
  }

  private Seen look(Slot<?> record, TransactionLimit limit) throws StateException {
    Replies replies =
        calls.ask(
            record.key,
            List.of(
                RedisCommand.of(Protocol.Command.GET, record.key),
                RedisCommand.of(Protocol.Command.TIME)),
            limit);
    Seen current =
        new Seen(
            calls.stored(replies.first()), calls.time(replies.each().get(1), replies.sentAt()));
    seen.put(record.id(), current);
    return current;
  }

  /** The result of a conditional write, and the record that is now there. */
  private record Attempt(boolean stored, Seen now) {}

  private Attempt store(
      Slot<?> record,
      Seen before,
      Instant assumed,
      TaggedRecord wanted,
      boolean durable,
      TransactionLimit limit)
      throws StateException {
    List<RedisCommand> commands = new ArrayList<>();
    commands.add(
        RedisCommand.of(
            Protocol.Command.EVAL,
            RedisScripts.STORE,
            1,
            record.key,
            before.stored().tag(),
            assumed.getEpochSecond(),
            assumed.getNano() / 1000,
            reading.tolerance().toNanos() / 1000,
            wanted.value(),
            address.expiry().map(Duration::toMillis).orElse(0L),
            durable ? keys.channel() : "",
            record.id()));
    if (address.replicas() > 0) {
      // leaves time for the reply that too few confirmed
      long millis = Math.max(1, Duration.ofNanos(limit.remainingNanos()).toMillis() * 3 / 4);
      commands.add(RedisCommand.of(Protocol.Command.WAIT, address.replicas(), millis));
    }
    Replies replies = calls.ask(record.key, commands, limit);
    if (!(replies.first() instanceof List<?> reply)) {
      throw failures.of(new MalformedReplyException());
    }
    ServerTime time = ServerTime.of(reply.subList(1, 3), replies.sentAt());
    if (ServerTime.number(reply.getFirst()) == 0) {
      TaggedRecord there = calls.stored(reply.get(3));
      // our own write, if the connection broke before the reply and the command was sent again
      boolean ours = there.hasTagOf(wanted);
      return new Attempt(ours, new Seen(there, time));
    }
    if (address.replicas() > 0 && ServerTime.number(replies.each().get(1)) < address.replicas()) {
      throw failures.failed(
          "only %d of %d replicas confirmed the write: check that they are connected"
              .formatted(ServerTime.number(replies.each().get(1)), address.replicas()));
    }
    return new Attempt(true, new Seen(wanted, time));
  }

  /** Pauses for a random time, so that many writers of one record do not keep colliding. */
  private void backOff(int tries, TransactionLimit limit) throws StateException {
    if (limit.remainingNanos() == 0) {
      throw failures.problem(
          Problem.BUSY,
          "other processes changed the record %d times meanwhile: raise the timeout with '?timeout=1s'"
                  .formatted(tries)
              + " in the URL");
    }
    // exponential backoff with full jitter (see Jitter)
    long longest = (1L << Math.min(tries, LAST_DOUBLING)) * 1_000_000L;
    long pause = Math.floorMod(random.getAsLong(), longest);
    try {
      Thread.sleep(Duration.ofNanos(Math.min(pause, limit.remainingNanos())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.failed("interrupted");
    }
  }

  private String tag() {
    String digits = Long.toHexString(random.getAsLong());
    return "0".repeat(16 - digits.length()) + digits;
  }

  @Override
  public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
    Slot<R> record = new Slot<>(format, name);
    return record.view(look(record, TransactionLimit.in(address.timeout())));
  }

  @Override
  public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    List<byte[]> found = calls.keys(keys.pattern(format.kind()), server -> now.set(now(server)));
    return listing(format, found, now.get());
  }

  private Instant now(ServerTime time) {
    return reading.clock().apply(time.now());
  }

  private Instant now(RedisConnection server) throws StateException {
    Replies time = calls.ask(server, RedisCommand.of(Protocol.Command.TIME));
    return now(calls.time(time.first(), time.sentAt()));
  }

  private <R> Listing<R> listing(RecordFormat<R> format, List<byte[]> found, Instant now)
      throws StateException {
    List<R> sorted = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (byte[] key : found) {
      TaggedRecord stored =
          calls.stored(
              calls
                  .ask(
                      key,
                      List.of(RedisCommand.of(Protocol.Command.GET, key)),
                      TransactionLimit.in(address.timeout()))
                  .first());
      try {
        decoded(format, keys.name(format.kind(), key), stored).ifPresent(sorted::add);
      } catch (UnreadableRecordException e) {
        problems.add(unreadable(key, e).getMessage());
      }
    }
    sorted.sort(Comparator.comparing(format::name));
    return new Listing<>(now, sorted, problems, holders);
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    Slot<?> record = new Slot<>(format, name);
    seen.remove(record.id());
    RedisCommand remove =
        RedisCommand.of(
            Protocol.Command.EVAL, RedisScripts.REMOVE, 1, record.key, keys.channel(), record.id());
    Object removed =
        calls.ask(record.key, List.of(remove), TransactionLimit.in(address.timeout())).first();
    return ServerTime.number(removed) > 0;
  }

  /** Tallies in the same place, over the same connection. */
  public Tallies tallies() {
    return new RedisTallies(address, keys, calls, failures);
  }

  @Override
  public Changes changes(RecordFormat<?> format) {
    return new RedisChanges(address, keys.channel(), format.kind());
  }
}
