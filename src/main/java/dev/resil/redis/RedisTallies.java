package dev.resil.redis;

import dev.resil.state.Counts;
import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.state.Tallied;
import dev.resil.state.Tallies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import redis.clients.jedis.Protocol;

/**
 * Counts on Redis or Valkey, one hash each. An addition is sent without waiting for the reply if
 * the server has just answered another command: a run that asks a breaker pays nothing for it. If
 * the server then rejects it, or never gets it, the addition is lost.
 */
final class RedisTallies implements Tallies {
  private final RedisAddress address;
  private final RedisKeys keys;
  private final RedisLink link;
  private final RedisFailures failures;

  RedisTallies(RedisAddress address, RedisKeys keys, RedisLink link, RedisFailures failures) {
    this.address = address;
    this.keys = keys;
    this.link = link;
    this.failures = failures;
  }

  private TransactionLimit limit() {
    return TransactionLimit.in(address.timeout());
  }

  @Override
  public void add(String name, Counts more, Counts.Bounds bounds) throws StateException {
    byte[] key = keys.record(KIND, name);
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                RedisScripts.ADD,
                1,
                key,
                address.expiry().map(Duration::toMillis).orElse(0L),
                bounds.family(),
                bounds.most(),
                bounds.aged(),
                bounds.oldest()));
    more.fields().forEach((field, count) -> arguments.addAll(List.of(field, count)));
    link.tell(key, RedisCommand.of(Protocol.Command.EVAL, arguments.toArray()), limit());
  }

  @Override
  public Tallied of(String name) throws StateException {
    byte[] key = keys.record(KIND, name);
    Replies replies =
        link.ask(
            key,
            List.of(
                RedisCommand.of(Protocol.Command.TIME),
                RedisCommand.of(Protocol.Command.HGETALL, key)),
            limit());
    Instant now =
        failures.reading(() -> ServerTime.of((List<?>) replies.first(), replies.sentAt())).now();
    Counts counts = counts(key, replies.each().get(1));
    return new Tallied(
        now,
        new TreeMap<>(counts.equals(Counts.NONE) ? Map.of() : Map.of(name, counts)),
        List.of());
  }

  private Counts counts(byte[] key, Object reply) throws StateException {
    SortedMap<String, String> texts =
        failures.reading(() -> {
          List<?> all = (List<?>) reply;
          SortedMap<String, String> pairs = new TreeMap<>();
          for (int i = 0; i + 1 < all.size(); i += 2) {
            pairs.put(RedisKeys.text((byte[]) all.get(i)), RedisKeys.text((byte[]) all.get(i + 1)));
          }
          return pairs;
        });
    SortedMap<String, Long> fields = new TreeMap<>();
    for (Map.Entry<String, String> field : texts.entrySet()) {
      fields.put(field.getKey(), count(key, field.getValue()));
    }
    return new Counts(fields);
  }

  private long count(byte[] key, String text) throws StateException {
    if (text.matches("[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    throw failures.problem(
        Problem.DAMAGED,
        "key %s is damaged (a field is not a number): remove it to start afresh"
            .formatted(RedisKeys.text(key)));
  }

  @Override
  public Tallied all() throws StateException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    List<byte[]> found = link.keys(keys.pattern(KIND), server -> now.set(server.now()));
    SortedMap<String, Counts> counts = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (byte[] key : found) {
      try {
        Object reply =
            link.ask(key, List.of(RedisCommand.of(Protocol.Command.HGETALL, key)), limit()).first();
        counts.put(keys.name(KIND, key), counts(key, reply));
      } catch (StateException e) {
        problems.add(e.getMessage());
      }
    }
    return new Tallied(now.get(), counts, problems);
  }

  @Override
  public List<String> names() throws StateException {
    return keys.names(KIND, link.keys(keys.pattern(KIND), _ -> {}));
  }

  @Override
  public boolean remove(String name) throws StateException {
    byte[] key = keys.record(KIND, name);
    RedisCommand remove =
        RedisCommand.of(Protocol.Command.EVAL, RedisScripts.REMOVE, 1, key, "", "");
    Object removed = link.ask(key, List.of(remove), limit()).first();
    return failures.reading(() -> ServerTime.number(removed) > 0);
  }
}
