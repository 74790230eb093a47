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
 * Records on Redis or Valkey, shared by all hosts that can reach it: one key each, and one for the
 * log of a record that has facts.
 *
 * <p>A transaction reads the record and the server's time (one round trip), applies the change
 * locally, and sends the result (a second round trip). A process that has read the record before
 * starts from that, and needs only the second.
 *
 * <p><b>Facts</b> never conflict: the server appends them to the log, with its time. Readers apply
 * them to the record; from time to time a writer stores the record that results, and drops them
 * from the log.
 *
 * <p><b>Other changes</b> are optimistic: a script stores the record, provided that nobody else has
 * done so meanwhile. Otherwise it returns the current one, and the transaction tries again until
 * the timeout. Facts do not count as a change: they came after it.
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

  /** The facts in a log before one writer makes them part of the record. */
  private static final int LONG_LOG = 8;

  private final RedisAddress address;
  private final Strictness strictness;
  private final Consumer<String> notices;
  private final LongSupplier random;
  private final Reading reading;
  private final RedisKeys keys;
  private final RedisFailures failures;
  private final RedisLink link;
  private final RedisRecords records;
  private final Holders holders;
  private final Map<String, Snapshot> seen = new HashMap<>();
  private final RedisRecord.Memory known = new RedisRecord.Memory();

  /**
   * The reading of the server's clock.
   *
   * @param clock maps the server's time; tests move it
   * @param tolerance the largest error of the time assumed by a write
   * @param isServers whether facts get the server's time, and not that of the clock
   */
  record Reading(UnaryOperator<Instant> clock, Duration tolerance, boolean isServers) {}

  /**
   * A store at an address; the first call connects.
   *
   * @param strictness how damaged records are handled
   * @param notices receives a line for each damaged record that was moved
   * @param random 64 random bits at a time, independent of other processes
   */
  public RedisStateStore(
      RedisAddress address, Strictness strictness, Consumer<String> notices, LongSupplier random) {
    this(
        address,
        strictness,
        notices,
        random,
        new Reading(UnaryOperator.identity(), TOLERANCE, true));
  }

  RedisStateStore(
      RedisAddress address,
      Strictness strictness,
      Consumer<String> notices,
      LongSupplier random,
      Reading reading) {
    this(
        address,
        strictness,
        notices,
        random,
        reading,
        new SharedHolders(),
        failures -> new RedisCalls(address, failures));
  }

  RedisStateStore(
      RedisAddress address,
      Strictness strictness,
      Consumer<String> notices,
      LongSupplier random,
      Reading reading,
      Holders holders,
      Function<RedisFailures, RedisLink> link) {
    this.reading = reading;
    this.address = address;
    this.strictness = strictness;
    this.notices = notices;
    this.random = random;
    this.holders = holders;
    this.keys = new RedisKeys(address.prefix());
    this.failures = new RedisFailures(address);
    this.link = link.apply(failures);
    this.records = new RedisRecords(address, keys, this.link, failures);
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline)
      throws StateException {
    TransactionLimit limit = TransactionLimit.in(address.timeout()).orSooner(deadline);
    RedisRecord<R> record = RedisRecord.of(format, name, keys, known);
    Contention contention = new Contention(failures, random, link::pause);
    try {
      Snapshot current = start(record, change, limit);
      while (true) {
        Optional<T> answer = once(record, current, contention, change, limit);
        if (answer.isPresent()) {
          return answer.get();
        }
        // what is there now came with the answer; after a pause it may be another
        current = contention.lost(limit) ? look(record, limit) : seen.get(record.id());
      }
    } catch (StateException e) {
      throw contention.blamed(e, limit);
    }
  }

  /** One try; empty if another process was quicker. What is there then has been seen. */
  private <R, T> Optional<T> once(
      RedisRecord<R> record,
      Snapshot current,
      Contention contention,
      Function<View<R>, Update<R, T>> change,
      TransactionLimit limit)
      throws StateException {
    View<R> view = viewOrFresh(record, current, limit);
    Update<R, T> update = change.apply(view);
    if (update instanceof Update.Append<R, T> append
        && record.hasLog()
        && view.record().isPresent()) {
      return append(record, current, fact(contention.id(), append), append, change, limit);
    }
    Optional<Update.Write<R, T>> write = update.write();
    if (write.isEmpty()) {
      return Optional.of(update.answer());
    }
    Optional<String> fact =
        update instanceof Update.Append<R, T> && record.hasLog()
            ? Optional.of(contention.id())
            : Optional.empty();
    RedisRecords.NewValue value = value(record, write.get(), fact, current, view.now());
    RedisRecords.Stored stored = records.store(record, current, value, limit);
    seen.put(record.id(), stored.now());
    return stored.done() ? Optional.of(update.answer()) : Optional.empty();
  }

  /** What was seen before, unless only the current record can show what is to be stored. */
  private <R, T> Snapshot start(
      RedisRecord<R> record, Function<View<R>, Update<R, T>> change, TransactionLimit limit)
      throws StateException {
    Optional<Snapshot> before =
        Optional.ofNullable(seen.get(record.id())).filter(record::isReadable);
    boolean suffices =
        before.isPresent()
            && switch (change.apply(view(record, before.get()))) {
              case Update.Keep<R, T> _ -> false;
              // nothing compares facts: what was confirmed to others since must be part of it
              case Update.Write<R, T> _ -> !record.hasLog();
              case Update.Append<R, T> append -> !append.settled();
            };
    return suffices ? before.get() : look(record, limit);
  }

  private Snapshot look(RedisRecord<?> record, TransactionLimit limit) throws StateException {
    Snapshot current = records.look(record, limit);
    seen.put(record.id(), current);
    return current;
  }

  private RedisRecords.NewFact fact(String id, Update.Append<?, ?> append) {
    Optional<Instant> at =
        reading.isServers() ? Optional.empty() : Optional.of(reading.clock().apply(Instant.EPOCH));
    return new RedisRecords.NewFact(id, append.fact(), at);
  }

  /** Adds a fact, and answers as of its place in the log; empty if the record is gone. */
  private <R, T> Optional<T> append(
      RedisRecord<R> record,
      Snapshot current,
      RedisRecords.NewFact fact,
      Update.Append<R, T> append,
      Function<View<R>, Update<R, T>> change,
      TransactionLimit limit)
      throws StateException {
    if (append.settled()) {
      tell(record, current, fact, limit);
      return Optional.of(append.answer());
    }
    Snapshot now = records.append(record, current, fact, limit);
    seen.put(record.id(), now);
    if (!now.base().isPresent()) {
      return Optional.empty();
    }
    try {
      RedisRecord.Before<R> before = record.before(now, fact.id());
      Instant at = before.at().orElseGet(() -> now(now.time()));
      Update<R, T> stored = change.apply(new View<>(at, before.record(), holders));
      boolean isNew = before.at().isPresent();
      boolean changed = isNew && stored.write().filter(Update.Write::durable).isPresent();
      if (changed || now.log().size() % LONG_LOG == 0) {
        fold(record, now, changed, limit);
      }
      return Optional.of(
          !isNew && stored instanceof Update.Append<R, T> again
              ? again.repeated()
              : stored.answer());
    } catch (UnreadableRecordException e) {
      throw unreadable(record.key(), e);
    }
  }

  /** Adds a fact that changes no answer: if it is lost on the way, a count is too low. */
  private void tell(
      RedisRecord<?> record, Snapshot current, RedisRecords.NewFact fact, TransactionLimit limit) {
    try {
      records.tell(record, current, fact, limit);
      if (current.log().size() >= LONG_LOG) {
        fold(record, current, false, limit);
      }
    } catch (StateException | UnreadableRecordException e) {
      seen.remove(record.id());
    }
  }

  /**
   * Makes the facts in the log part of the record. Another process does it if this one can't or is
   * too late.
   */
  private <R> void fold(
      RedisRecord<R> record, Snapshot now, boolean changed, TransactionLimit limit)
      throws UnreadableRecordException {
    Optional<R> whole = record.read(now);
    if (whole.isEmpty()) {
      return;
    }
    Update.Write<R, Boolean> write = new Update.Write<>(whole.get(), changed, true);
    try {
      RedisRecords.NewValue value = value(record, write, Optional.empty(), now, now(now.time()));
      seen.put(record.id(), records.tell(record, now, value, limit));
    } catch (StateException e) {
      seen.remove(record.id());
    }
  }

  private <R> RedisRecords.NewValue value(
      RedisRecord<R> record,
      Update.Write<R, ?> write,
      Optional<String> fact,
      Snapshot current,
      Instant assumed) {
    return new RedisRecords.NewValue(
        TaggedRecord.of(FactLog.newId(random), record.format().encode(write.record())),
        write.durable() || record.format().announcesAll(),
        current.log(),
        current.log().folded(fact),
        assumed,
        reading.tolerance());
  }

  private <R> View<R> view(RedisRecord<R> record, Snapshot current) throws StateException {
    try {
      return new View<>(now(current.time()), record.read(current), holders);
    } catch (UnreadableRecordException e) {
      throw unreadable(record.key(), e);
    }
  }

  private <R> View<R> viewOrFresh(RedisRecord<R> record, Snapshot current, TransactionLimit limit)
      throws StateException {
    try {
      return new View<>(now(current.time()), record.read(current), holders);
    } catch (UnreadableRecordException e) {
      if (e.isNewer() || strictness == Strictness.STRICT) {
        throw unreadable(record.key(), e);
      }
      keepAsEvidence(record, current, e, limit);
      return new View<>(now(current.time()), Optional.empty(), holders);
    }
  }

  private void keepAsEvidence(
      RedisRecord<?> record, Snapshot damaged, UnreadableRecordException e, TransactionLimit limit)
      throws StateException {
    byte[] evidence = keys.evidence(record.format().kind(), record.name());
    List<Object> set = new ArrayList<>(List.of(evidence, damaged.evidence()));
    address.expiry().ifPresent(time -> set.addAll(List.of("PX", time.toMillis())));
    link.ask(evidence, List.of(RedisCommand.of(Protocol.Command.SET, set.toArray())), limit);
    notices.accept(
        "state on %s: key %s is damaged (%s): kept as %s, starting afresh"
            .formatted(
                address, RedisKeys.text(record.key()), e.getMessage(), RedisKeys.text(evidence)));
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

  private Instant now(ServerTime time) {
    return reading.clock().apply(time.now());
  }

  @Override
  public <R> View<R> read(RecordFormat<R> format, String name) throws StateException {
    RedisRecord<R> record = RedisRecord.of(format, name, keys, known);
    return view(record, look(record, TransactionLimit.in(address.timeout())));
  }

  @Override
  public <R> Listing<R> list(RecordFormat<R> format) throws StateException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    List<byte[]> found = link.keys(keys.pattern(format.kind()), server -> now.set(now(server)));
    List<R> sorted = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (byte[] key : found) {
      RedisRecord<R> record = RedisRecord.at(format, key, keys);
      try {
        record
            .read(records.look(record, TransactionLimit.in(address.timeout())))
            .ifPresent(sorted::add);
      } catch (UnreadableRecordException e) {
        problems.add(unreadable(key, e).getMessage());
      }
    }
    sorted.sort(Comparator.comparing(format::name));
    return new Listing<>(now.get(), sorted, problems, holders);
  }

  @Override
  public <R> List<String> names(RecordFormat<R> format) throws StateException {
    return keys.names(format.kind(), link.keys(keys.pattern(format.kind()), _ -> {}));
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) throws StateException {
    RedisRecord<?> record = RedisRecord.of(format, name, keys, known);
    seen.remove(record.id());
    return records.remove(record, TransactionLimit.in(address.timeout()));
  }

  /** Tallies in the same place, over the same connection. */
  public Tallies tallies() {
    return new RedisTallies(address, keys, link, failures);
  }

  @Override
  public Changes changes(RecordFormat<?> format) {
    return new RedisChanges(address, keys.channel(), id -> id.startsWith(format.kind() + ":"));
  }

  @Override
  public Changes changes(RecordFormat<?> format, String name) {
    return new RedisChanges(address, keys.channel(), (format.kind() + ":" + name)::equals);
  }
}
